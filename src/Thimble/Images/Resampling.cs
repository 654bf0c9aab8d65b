namespace Thimble;

/// <summary>
/// Scales a picture, columns and rows apart: to fewer pixels by the mean over the area that a new pixel covers, to more
/// by the straight line between the two nearest. Neither makes anything up or leaves a thin line out.
/// </summary>
internal static class Resampling
{
    private delegate void RowReader(int y, Span<float> row);

    /// <summary>Scales a plane.</summary>
    public static Plane To(Plane source, int width, int height) =>
        To((y, row) => source.Values.AsSpan(y * source.Width, source.Width).CopyTo(row), source.Width, source.Height, width, height);

    /// <summary>Scales a picture in front of an even background. Row by row: a large picture is never there as floats.</summary>
    public static Plane To(Picture source, byte background, int width, int height) =>
        To((y, row) => source.CopyRow(y, background, row), source.Width, source.Height, width, height);

    private static Plane To(RowReader read, int sourceWidth, int sourceHeight, int width, int height)
    {
        Part[] columns = [.. Parts(sourceWidth, width)];
        float[] row = new float[sourceWidth];
        // A new row takes from old ones that its neighbour takes from, too, but never from more than two of those.
        var narrowed = (Latest: new float[width], Before: new float[width]);
        int latest = -1;
        var scaled = new Plane(width, height);
        foreach (Part part in Parts(sourceHeight, height))
        {
            for (; latest < part.From; latest++)
            {
                narrowed = (narrowed.Before, narrowed.Latest);
                read(latest + 1, row);
                narrowed.Latest.AsSpan().Clear();
                foreach (Part column in columns)
                    narrowed.Latest[column.To] += column.Share * row[column.From];
            }

            float[] taken = part.From == latest ? narrowed.Latest : narrowed.Before;
            for (int x = 0; x < width; x++)
                scaled.Values[(part.To * width) + x] += part.Share * taken[x];
        }

        return scaled;
    }

    /// <summary>What each new pixel takes from each old one; its shares add up to one.</summary>
    private static IEnumerable<Part> Parts(int from, int to)
    {
        double step = (double)from / to;
        for (int i = 0; i < to; i++)
        {
            if (step > 1)
            {
                double end = Math.Min(from, (i + 1) * step);
                for (int at = (int)(i * step); at < end; at++)
                    yield return new(i, at, (float)((Math.Min(at + 1, end) - Math.Max(at, i * step)) / step));
                continue;
            }

            double centre = Math.Clamp(((i + 0.5) * step) - 0.5, 0, from - 1);
            int low = Math.Min((int)centre, Math.Max(0, from - 2));
            float share = (float)(centre - low);
            yield return new(i, low, 1 - share);
            if (from > 1)
                yield return new(i, low + 1, share);
        }
    }

    /// <summary>What a new pixel takes from an old one.</summary>
    private readonly record struct Part(int To, int From, float Share);
}
