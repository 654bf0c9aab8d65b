namespace Thimble;

/// <summary>A round, soft pen: a pixel's ink follows from its distance to the nearest piece of the path.</summary>
internal static class DigitPen
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 28;

    private const int FirstNoiseDraw = 1024;

    /// <summary>Pixels from full ink to none at the edge of a stroke.</summary>
    private const float Softness = 1.5f;

    /// <summary>Inks a path.</summary>
    /// <param name="path">In pixels from the first pixel's centre.</param>
    /// <param name="radius">Half the pen's width, in pixels.</param>
    /// <param name="random">The image's numbers.</param>
    /// <param name="pixels">28×28, written in full.</param>
    public static void Ink(DigitPath path, float radius, KeyedRandom random, Span<byte> pixels)
    {
        Span<float> ink = stackalloc float[Side * Side];
        ink.Clear();
        // The pen is pressed harder at one end than at the other.
        float pressure = random.Uniform(14, -0.25f, 0.25f);
        float step = pressure / path.Count;
        for (int i = 1; i < path.Count; i++)
        {
            if (!path.StartsStroke[i])
                InkPiece(path.X[i - 1], path.Y[i - 1], path.X[i], path.Y[i], radius * (1 - (pressure * 0.5f) + (step * i)), ink);
        }

        float grain = random.Uniform(15, 0f, 0.12f);
        for (int i = 0; i < pixels.Length; i++)
        {
            float value = ink[i];
            if (value > 0)
                value *= 255 * (1 - (grain * random.Uniform(FirstNoiseDraw + i)));
            pixels[i] = (byte)(value + 0.5f);
        }
    }

    private static void InkPiece(float x0, float y0, float x1, float y1, float radius, Span<float> ink)
    {
        float reach = radius + (Softness * 0.5f);
        int left = Math.Max(0, (int)(Math.Min(x0, x1) - reach));
        int right = Math.Min(Side - 1, (int)(Math.Max(x0, x1) + reach) + 1);
        int top = Math.Max(0, (int)(Math.Min(y0, y1) - reach));
        int bottom = Math.Min(Side - 1, (int)(Math.Max(y0, y1) + reach) + 1);
        float dx = x1 - x0;
        float dy = y1 - y0;
        float inverse = 1 / Math.Max((dx * dx) + (dy * dy), 1e-6f);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                float px = x - x0;
                float py = y - y0;
                float along = Math.Min(Math.Max(((px * dx) + (py * dy)) * inverse, 0), 1);
                float ex = px - (along * dx);
                float ey = py - (along * dy);
                float squared = (ex * ex) + (ey * ey);
                if (squared >= reach * reach)
                    continue;
                float value = Math.Min((reach - MathF.Sqrt(squared)) * (1 / Softness), 1);
                ref float pixel = ref ink[(y * Side) + x];
                pixel = Math.Max(pixel, value);
            }
        }
    }
}
