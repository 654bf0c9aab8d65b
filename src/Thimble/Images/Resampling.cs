namespace Thimble;

/// <summary>
/// Scales a picture, columns and rows apart: to fewer pixels by the mean over the area that a new pixel covers, to more
/// by the straight line between the two nearest. Neither makes anything up or leaves a thin line out.
/// </summary>
internal static class Resampling
{
    /// <summary>Scales.</summary>
    public static Plane To(Plane source, int width, int height)
    {
        var narrowed = new Plane(width, source.Height);
        Parts(source.Width, width, (to, from, share) =>
        {
            for (int y = 0; y < source.Height; y++)
                narrowed.Values[(y * width) + to] += share * source.Values[(y * source.Width) + from];
        });
        var scaled = new Plane(width, height);
        Parts(source.Height, height, (to, from, share) =>
        {
            for (int x = 0; x < width; x++)
                scaled.Values[(to * width) + x] += share * narrowed.Values[(from * width) + x];
        });
        return scaled;
    }

    /// <summary>What each new pixel takes from each old one; its shares add up to one.</summary>
    private static void Parts(int from, int to, Action<int, int, float> take)
    {
        double step = (double)from / to;
        for (int i = 0; i < to; i++)
        {
            if (step > 1)
            {
                double end = Math.Min(from, (i + 1) * step);
                for (int at = (int)(i * step); at < end; at++)
                    take(i, at, (float)((Math.Min(at + 1, end) - Math.Max(at, i * step)) / step));
                continue;
            }

            double centre = Math.Clamp(((i + 0.5) * step) - 0.5, 0, from - 1);
            int low = Math.Min((int)centre, Math.Max(0, from - 2));
            float share = (float)(centre - low);
            take(i, low, 1 - share);
            if (from > 1)
                take(i, low + 1, share);
        }
    }
}
