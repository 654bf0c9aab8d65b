namespace Thimble;

/// <summary>How thick strokes are, and thicker or thinner ones.</summary>
internal static class StrokeWidth
{
    /// <summary>The mean width of strokes, in pixels: twice their area by their outline.</summary>
    /// <param name="ink">0 without ink to 1 within a stroke.</param>
    public static double Of(Plane ink)
    {
        double area = 0;
        int steps = 0;
        for (int y = 0; y <= ink.Height; y++)
        {
            for (int x = 0; x <= ink.Width; x++)
            {
                bool isInk = ink.At(x, y) > 0.5f;
                area += isInk ? 1 : 0;
                steps += isInk != ink.At(x - 1, y) > 0.5f ? 1 : 0;
                steps += isInk != ink.At(x, y - 1) > 0.5f ? 1 : 0;
            }
        }

        // An outline drawn in steps along the pixels is longer by 4/π, averaged over all directions.
        return steps == 0 ? 0 : 2 * area / (steps * Math.PI / 4);
    }

    /// <summary>Ink thicker by a radius on each side: the greatest within a disc; thinner by a negative one: the least.</summary>
    public static Plane Grow(Plane ink, double radius)
    {
        (int X, int Y)[] disc = [.. Disc(Math.Abs(radius))];
        var grown = new Plane(ink.Width, ink.Height);
        for (int y = 0; y < ink.Height; y++)
        {
            for (int x = 0; x < ink.Width; x++)
            {
                float value = ink.At(x, y);
                foreach ((int dx, int dy) in disc)
                    value = radius > 0 ? Math.Max(value, ink.At(x + dx, y + dy)) : Math.Min(value, ink.At(x + dx, y + dy));
                grown.Values[(y * ink.Width) + x] = value;
            }
        }

        return grown;
    }

    private static IEnumerable<(int X, int Y)> Disc(double radius)
    {
        int reach = (int)radius;
        for (int y = -reach; y <= reach; y++)
        {
            for (int x = -reach; x <= reach; x++)
            {
                if ((x * x) + (y * y) <= radius * radius)
                    yield return (x, y);
            }
        }
    }
}
