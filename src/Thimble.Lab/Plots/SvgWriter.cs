using System.Text;

namespace Thimble.Lab.Plots;

/// <summary>Writes an SVG picture element by element. Colours come from the classes of <see cref="PlotStyle"/>.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _svg = new();

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Its width in pixels, where nothing scales it.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public SvgWriter(double width, double height, string description)
    {
        _svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 {Number(width)} {Number(height)}\" ");
        _svg.Append($"width=\"{Number(width)}\" height=\"{Number(height)}\" role=\"img\" aria-label=\"{MarkupText.Escape(description)}\">\n");
        Rectangle(0, 0, width, height, "paper");
    }

    /// <summary>A coordinate: two decimals are a hundredth of a pixel.</summary>
    public static string Number(double value) => $"{value:0.##}";

    /// <summary>The width of a text, roughly: SVG cannot measure.</summary>
    public static double WidthOf(string text) => 6.9 * text.Length;

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string style) => _svg.Append(
        $"<line class=\"{style}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"/>\n");

    /// <summary>A path.</summary>
    public void Path(string data, string style) => _svg.Append($"<path class=\"{style}\" d=\"{data}\"/>\n");

    /// <summary>A rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, string style, double opacity = 1, string? title = null)
    {
        string faint = opacity < 1 ? $" fill-opacity=\"{opacity:0.###}\"" : "";
        Open($"<rect class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"{faint}", "rect", title);
    }

    /// <summary>A filled circle.</summary>
    public void Circle(double x, double y, double radius, string style, string? title = null) =>
        Open($"<circle class=\"{style}\" cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\"", "circle", title);

    /// <summary>Text.</summary>
    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">The line that it stands on.</param>
    /// <param name="text">The text.</param>
    /// <param name="anchor">Which part of it is at <paramref name="x"/>: start, middle or end.</param>
    /// <param name="style">Classes.</param>
    /// <param name="turned">Whether it runs upwards.</param>
    public void Text(double x, double y, string text, string anchor = "start", string style = "label", bool turned = false)
    {
        string turn = turned ? $" transform=\"rotate(-90 {Number(x)} {Number(y)})\"" : "";
        _svg.Append($"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\"{turn}>{MarkupText.Escape(text)}</text>\n");
    }

    /// <summary>A picture made of pixels, its edges left sharp.</summary>
    public void Picture(double x, double y, double width, double height, CaptionedPicture picture) => Open(
        $"<image class=\"pixels\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" href=\"{picture.DataUri}\"",
        "image",
        picture.Description);

    /// <summary>What follows is only seen inside a rectangle, until <see cref="EndClip"/>.</summary>
    public void BeginClip(double x, double y, double width, double height)
    {
        // A nested picture clips by itself; a clip path would need a name that is unique in the page.
        _svg.Append($"<svg x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" ");
        _svg.Append($"viewBox=\"{Number(x)} {Number(y)} {Number(width)} {Number(height)}\" overflow=\"hidden\">\n");
    }

    /// <summary>Ends <see cref="BeginClip"/>.</summary>
    public void EndClip() => _svg.Append("</svg>\n");

    /// <summary>Ends the picture.</summary>
    public string End() => _svg.Append("</svg>\n").ToString();

    private void Open(string start, string name, string? title) => _svg.Append(
        title is null ? $"{start}/>\n" : $"{start}><title>{MarkupText.Escape(title)}</title></{name}>\n");
}
