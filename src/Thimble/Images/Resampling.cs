namespace Thimble;

/// <summary>
/// Scales a picture, columns and rows apart: to fewer pixels by the mean over the area that a new pixel covers, to more
/// by the straight line between the two nearest. Neither makes anything up or leaves a thin line out.
/// </summary>
/// <remarks>
/// To a whole fraction of the pixels it is Pillow's <c>Image.reduce</c>, to more pixels its <c>BILINEAR</c>, within 1 of 255 since Pillow rounds
/// between columns and rows. For other fractions Pillow's <c>BOX</c> differs: it takes each old pixel whole or not at all, by where its centre
/// lies, where here a pixel that is cut counts by its part.
/// </remarks>
internal static class Resampling
{
    private delegate void RowReader(int y, Span<float> row);

    /// <summary>Scales a plane.</summary>
    public static Plane To(Plane source, int width, int height) =>
        To((y, row) => source.Values.AsSpan(y * source.Width, source.Width).CopyTo(row), source.Width, source.Height, width, height);

    /// <summary>Scales a picture in grey in front of an even background. Row by row: a large picture is never there as floats.</summary>
    public static Plane To(Picture source, byte background, int width, int height) =>
        To(source, new(0, 0, source.Width, source.Height), channel: null, background, width, height);

    /// <summary>Scales one channel of a part of a picture in front of an even background, row by row.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="box">The part of it.</param>
    /// <param name="channel">Red 0, green 1, blue 2; null for grey.</param>
    /// <param name="background">The background: 0 black to 255 white.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="height">Rows of the result.</param>
    public static Plane To(Picture source, PixelBox box, int? channel, byte background, int width, int height) =>
        To((y, row) => source.CopyRow(box, y, channel, background, row), box.Width, box.Height, width, height);

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
