namespace Thimble;

/// <summary>Connected pieces of ink: which belong to what is drawn, and which are dust or the edge of the paper.</summary>
internal static class Strokes
{
    /// <summary>The least extent of a drawing, as a share of the picture's longer side.</summary>
    private const double LeastExtent = 0.03;

    /// <summary>Marks the pixels of the pieces that are kept; null if there is none.</summary>
    /// <param name="ink">How far each pixel stands out.</param>
    /// <param name="weak">Pixels above this are joined to pieces.</param>
    /// <param name="strong">A piece needs a pixel above this.</param>
    /// <param name="leastShare">The least area of a piece, as a share of the largest one's.</param>
    public static bool[]? Keep(Plane ink, float weak, float strong, double leastShare)
    {
        int[] labels = new int[ink.Values.Length];
        List<Stroke> pieces = [.. Label(ink, weak, labels).Where(piece => piece.Greatest > strong)];
        pieces = [.. WithoutFrame(pieces, ink)];
        if (pieces.Count == 0)
            return null;
        Stroke largest = pieces.MaxBy(piece => piece.Area)!;
        if (Math.Max(largest.Box.Width, largest.Box.Height) < LeastExtent * Math.Max(ink.Width, ink.Height))
            return null;
        var kept = pieces.Where(piece => piece.Area >= leastShare * largest.Area).Select(piece => piece.Label).ToHashSet();
        return [.. labels.Select(kept.Contains)];
    }

    /// <summary>
    /// What runs along the picture's border is the edge of the paper or a hand's shadow, if there is something else
    /// of a drawing's size. Alone it is a drawing that was cut out closely.
    /// </summary>
    private static IEnumerable<Stroke> WithoutFrame(List<Stroke> pieces, Plane ink)
    {
        bool IsFrame(Stroke piece) => piece.BorderPixels > Math.Min(ink.Width, ink.Height) / 2;
        bool hasDrawing = pieces.Exists(piece => !IsFrame(piece) && 10 * Math.Max(piece.Box.Width, piece.Box.Height) > Math.Max(ink.Width, ink.Height));
        return hasDrawing ? pieces.Where(piece => !IsFrame(piece)) : pieces;
    }

    /// <summary>Gives each piece a number from 1, by flooding; diagonal neighbours are joined.</summary>
    private static List<Stroke> Label(Plane ink, float weak, int[] labels)
    {
        var pieces = new List<Stroke>();
        var open = new Stack<int>();
        for (int start = 0; start < labels.Length; start++)
        {
            if (labels[start] != 0 || ink.Values[start] <= weak)
                continue;
            var piece = new Stroke(pieces.Count + 1, start % ink.Width, start / ink.Width);
            labels[start] = piece.Label;
            open.Push(start);
            while (open.TryPop(out int at))
            {
                int x = at % ink.Width;
                int y = at / ink.Width;
                piece.Add(x, y, ink.Values[at], isBorder: x == 0 || y == 0 || x == ink.Width - 1 || y == ink.Height - 1);
                for (int row = Math.Max(0, y - 1); row <= Math.Min(ink.Height - 1, y + 1); row++)
                {
                    for (int column = Math.Max(0, x - 1); column <= Math.Min(ink.Width - 1, x + 1); column++)
                    {
                        int next = (row * ink.Width) + column;
                        if (labels[next] == 0 && ink.Values[next] > weak)
                        {
                            labels[next] = piece.Label;
                            open.Push(next);
                        }
                    }
                }
            }

            pieces.Add(piece);
        }

        return pieces;
    }
}

/// <summary>A connected piece of ink, as it is gathered pixel by pixel.</summary>
/// <param name="label">Its number.</param>
/// <param name="x">The column of its first pixel.</param>
/// <param name="y">The row of its first pixel.</param>
internal sealed class Stroke(int label, int x, int y)
{
    /// <summary>Its number.</summary>
    public int Label => label;

    /// <summary>Its pixels.</summary>
    public int Area { get; private set; }

    /// <summary>Those of them at the picture's border.</summary>
    public int BorderPixels { get; private set; }

    /// <summary>The strongest ink in it.</summary>
    public float Greatest { get; private set; }

    /// <summary>Where it is.</summary>
    public PixelBox Box { get; private set; } = new(x, y, 1, 1);

    /// <summary>Adds a pixel.</summary>
    public void Add(int column, int row, float strength, bool isBorder)
    {
        Area++;
        BorderPixels += isBorder ? 1 : 0;
        Greatest = Math.Max(Greatest, strength);
        Box = Box.With(column, row);
    }
}
