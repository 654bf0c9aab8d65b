using Thimble.Lab.Plots;
using Thimble.Layers;

namespace Thimble.Lab.Reports;

/// <summary>
/// A network as a picture, from the image at the top to the classes at the bottom: boxes of layers with the shape that leaves them, their
/// parameters and the receptive field, and the ways around branches.
/// </summary>
internal sealed class NetworkDrawing
{
    private const double Width = 460;
    private const double Gutter = 26;
    private const double BoxWidth = 216;
    private const double TextHeight = 16;
    private const double Gap = 14;
    private const double SumRadius = 9;
    private const double LetterWidth = 6.2;
    private const int MostLetters = 31;

    private readonly NetworkDefinition _network;
    private readonly double _left;
    private readonly double _top = 30;

    private NetworkDrawing(NetworkDefinition network)
    {
        _network = network;
        _left = 8 + (Gutter * Depth(network.Layers));
    }

    private double Middle => _left + (BoxWidth / 2);

    private double WholeWidth => Width + _left - 8;

    private double ShapeRight => _left + BoxWidth + 84;

    private double ParametersRight => ShapeRight + 84;

    private double FieldRight => ParametersRight + 66;

    /// <summary>Draws a network as an SVG element.</summary>
    /// <param name="network">The network.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public static string Render(NetworkDefinition network, string description)
    {
        var drawing = new NetworkDrawing(network);
        // Once to measure, once to draw: a picture has its size at its beginning.
        double height = drawing.Draw(new SvgWriter(1, 1, ""));
        var svg = new SvgWriter(drawing.WholeWidth, height, description);
        drawing.Draw(svg);
        return svg.End();
    }

    private static int Depth(IReadOnlyList<ResolvedLayer> layers) =>
        layers.Select(layer => layer.Parts.Count == 0 ? 0 : 1 + layer.Parts.Max(part => Depth(part.Layers))).DefaultIfEmpty(0).Max();

    private double Draw(SvgWriter svg)
    {
        svg.Text(ShapeRight, 16, "output", "end", "note");
        svg.Text(ParametersRight, 16, "parameters", "end", "note");
        svg.Text(FieldRight, 16, "sees", "end", "note");
        double y = DrawEnd(svg, _top, "image", FigureText.Shape(_network.Input));
        y = DrawRows(svg, NetworkRow.Of(_network.Layers), y);
        svg.Line(Middle, y, Middle, y + Gap, "axis");
        return DrawEnd(svg, y + Gap, $"{_network.ClassCount} classes", "") + 8;
    }

    private double DrawEnd(SvgWriter svg, double y, string text, string shape)
    {
        svg.Text(Middle, y + 13, text, "middle", "title");
        svg.Text(ShapeRight, y + 13, shape, "end", "tick");
        return y + 20;
    }

    private double DrawRows(SvgWriter svg, IReadOnlyList<NetworkRow> rows, double y)
    {
        foreach (NetworkRow row in rows)
        {
            svg.Line(Middle, y, Middle, y + Gap, "axis");
            y = row.Head.Parts.Count > 0 ? DrawBranch(svg, row, y + Gap) : DrawBox(svg, row, y + Gap);
        }

        return y;
    }

    private double DrawBox(SvgWriter svg, NetworkRow row, double y)
    {
        string[] others = [.. Wrapped(row.Others)];
        double height = 10 + (TextHeight * (1 + others.Length));
        svg.Rectangle(_left, y, BoxWidth, height, row.Head.MultiplyAdds > 0 ? "weights" : "plain", title: Describe(row));
        svg.Text(_left + 10, y + 18, row.Title, style: "title");
        for (int i = 0; i < others.Length; i++)
            svg.Text(_left + 10, y + 18 + (TextHeight * (i + 1)), others[i], style: "note");
        svg.Text(ShapeRight, y + 18, FigureText.Shape(row.Last.Output), "end", "tick");
        svg.Text(ParametersRight, y + 18, row.Parameters == 0 ? "–" : $"{row.Parameters:N0}", "end", "tick");
        svg.Text(FieldRight, y + 18, $"{row.Last.ReceptiveField.Size}", "end", "tick");
        return y + height;
    }

    // The branch goes down the middle; its input goes around it on the left, through the shortcut if there is one.
    private double DrawBranch(SvgWriter svg, NetworkRow row, double y)
    {
        IReadOnlyList<ResolvedLayer> branch = row.Head.Parts[0].Layers;
        string shortcut = row.Head.Parts.Count > 1 ? string.Join(", ", NetworkRow.Of(row.Head.Parts[1].Layers).Select(one => one.Title)) : "";
        double way = _left - (Gutter * (Depth(branch) + 0.55));
        double end = Math.Max(DrawRows(svg, NetworkRow.Of(branch), y) + Gap, y + 20 + (LetterWidth * shortcut.Length));
        double sum = end + SumRadius;
        svg.Path($"M{SvgWriter.Number(Middle)} {SvgWriter.Number(y)}H{SvgWriter.Number(way)}V{SvgWriter.Number(sum)}H{SvgWriter.Number(Middle - SumRadius)}", "l0");
        svg.Line(Middle, end - Gap, Middle, end, "axis");
        if (shortcut.Length > 0)
            DrawShortcut(svg, row.Head.Parts[1].Layers, shortcut, way, (y + sum) / 2);
        svg.Rectangle(Middle - SumRadius, sum - SumRadius, 2 * SumRadius, 2 * SumRadius, "plain", title: "the sum of the two");
        svg.Text(Middle, sum + 5, "+", "middle", "title");
        if (row.Rest.Count > 0)
            svg.Text(Middle + SumRadius + 8, sum + 4, row.Others, style: "note");
        svg.Text(ShapeRight, sum + 4, FigureText.Shape(row.Last.Output), "end", "tick");
        return sum + SumRadius;
    }

    private static void DrawShortcut(SvgWriter svg, IReadOnlyList<ResolvedLayer> layers, string text, double x, double y)
    {
        double length = 12 + (LetterWidth * text.Length);
        int parameters = layers.SelectMany(layer => layer.Flattened()).Sum(layer => layer.ParameterCount);
        svg.Rectangle(x - 10, y - (length / 2), 20, length, "weights", title: $"shortcut: {string.Join(", ", NetworkRow.Of(layers).Select(Describe))}, {parameters:N0} parameters");
        svg.Text(x + 4, y, text, "middle", "note", turned: true);
    }

    private static string Describe(NetworkRow row) =>
        $"{row.Title}{(row.Rest.Count > 0 ? $", {row.Others}" : "")}: {FigureText.Shape(row.Head.Input)} to {FigureText.Shape(row.Last.Output)}, {row.Parameters:N0} parameters, {row.MultiplyAdds:N0} multiply-adds";

    private static IEnumerable<string> Wrapped(string text)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > MostLetters)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
            yield return line;
    }
}
