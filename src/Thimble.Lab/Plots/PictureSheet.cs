namespace Thimble.Lab.Plots;

/// <summary>Small pictures in rows, each with its caption.</summary>
/// <param name="Description">What they are, in a sentence, for those who cannot see them.</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="Side">The width and height of each in pixels.</param>
public sealed record PictureSheet(string Description, IReadOnlyList<CaptionedPicture> Pictures, double Side = 84)
{
    private const double LineHeight = 16;
    private const double MostWidth = 680;

    /// <summary>The sheet as an SVG element for a page; <see cref="PlotStyle.AsFile"/> makes a file of it.</summary>
    public string Render()
    {
        int captionLines = Pictures.Max(picture => picture.Caption.Count);
        double column = Side + 36;
        double row = Side + 14 + (captionLines * LineHeight);
        int columns = Math.Clamp((int)(MostWidth / column), 1, Pictures.Count);
        int rows = (Pictures.Count + columns - 1) / columns;
        var svg = new SvgWriter(columns * column, rows * row, Description);
        for (int i = 0; i < Pictures.Count; i++)
        {
            double x = (i % columns * column) + ((column - Side) / 2);
            double y = (i / columns * row) + 4;
            svg.Picture(x, y, Side, Side, Pictures[i]);
            for (int line = 0; line < Pictures[i].Caption.Count; line++)
                svg.Text(x + (Side / 2), y + Side + ((line + 1) * LineHeight), Pictures[i].Caption[line], "middle", line == 0 ? "label" : "note");
        }

        return svg.End();
    }
}
