namespace Thimble;

/// <summary>One drawn digit: a hand's skeleton, shaken, slanted and turned, framed as in MNIST and inked.</summary>
internal static class SyntheticDigit
{
    private const int FirstJitterDraw = 32;
    private const int GreatestControlCount = 24;

    /// <summary>Where MNIST puts the centre of mass, in pixels from the first pixel's centre.</summary>
    private const float Centre = 14;

    /// <summary>Draws a digit into 28×28 pixels.</summary>
    /// <returns>Its label.</returns>
    public static int Draw(KeyedRandom random, Span<byte> pixels)
    {
        int label = random.Below(0, 10);
        int[][][] hands = DigitSkeletons.Of(label);
        int[][] strokes = hands[random.Below(1, hands.Length)];
        var path = new DigitPath(
            stackalloc float[DigitPath.Capacity], stackalloc float[DigitPath.Capacity], stackalloc bool[DigitPath.Capacity]);
        AddStrokes(strokes, random, ref path);
        Distort(path, random);

        // The sum of two draws: thin and thick pens are rarer than middling ones.
        float radius = random.Uniform(2, 0.35f, 1.05f) + random.Uniform(3, 0.35f, 1.05f);
        Frame(path, radius, random);
        DigitPen.Ink(path, radius, random, pixels);
        return label;
    }

    private static void AddStrokes(int[][] strokes, KeyedRandom random, ref DigitPath path)
    {
        Span<float> x = stackalloc float[GreatestControlCount];
        Span<float> y = stackalloc float[GreatestControlCount];
        Span<bool> isCorner = stackalloc bool[GreatestControlCount];
        float care = random.Uniform(4, 2f, 8f);
        int draw = FirstJitterDraw;
        foreach (int[] stroke in strokes)
        {
            int count = 0;
            for (int i = 0; i < stroke.Length; i += 2)
            {
                if (i > 0 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1])
                {
                    isCorner[count - 1] = true;
                    continue;
                }

                x[count] = stroke[i] + random.Uniform(draw++, -care, care);
                y[count] = stroke[i + 1] + random.Uniform(draw++, -care, care);
                isCorner[count++] = false;
            }

            path.AddStroke(x[..count], y[..count], isCorner[..count]);
        }
    }

    /// <summary>Bends, narrows, slants and turns the path about the middle of its box.</summary>
    private static void Distort(DigitPath path, KeyedRandom random)
    {
        float bendX = random.Uniform(5, -0.35f, 0.35f);
        float bendY = random.Uniform(6, -0.35f, 0.35f);
        float taper = random.Uniform(7, -0.5f, 0.5f);
        float balance = random.Uniform(16, -0.4f, 0.4f);
        float width = random.Uniform(8, 0.55f, 1.2f);
        float slant = random.Uniform(9, -0.2f, 0.55f);
        // The tangent of half the angle gives sine and cosine by + − × ÷ alone; 0.09 is about 10 degrees.
        float half = random.Uniform(10, -0.09f, 0.09f);
        float scale = 1 / (1 + (half * half));
        float cosine = (1 - (half * half)) * scale;
        float sine = 2 * half * scale;
        for (int i = 0; i < path.Count; i++)
        {
            float x = (path.X[i] - 50) * 0.01f;
            float y = (path.Y[i] - 50) * 0.01f;
            float bentX = ((x * (1 + (taper * y))) + (bendX * y * y)) * width;
            float bentY = y + (bendY * x * x) + (balance * y * y);
            bentX -= slant * bentY;
            path.X[i] = (cosine * bentX) - (sine * bentY);
            path.Y[i] = (sine * bentX) + (cosine * bentY);
        }
    }

    /// <summary>Scales the path so that its ink fills a box of about 20×20, its centre of mass in the middle.</summary>
    private static void Frame(DigitPath path, float radius, KeyedRandom random)
    {
        (float left, float right) = Range(path.X);
        (float top, float bottom) = Range(path.Y);
        float size = random.Uniform(11, 18.5f, 20.5f) - (2 * radius);
        float scale = size / Math.Max(right - left, bottom - top);
        (float massX, float massY) = CentreOfMass(path);
        float shiftX = Shift(left, right, massX, scale, radius, random.Uniform(12, -0.5f, 0.5f));
        float shiftY = Shift(top, bottom, massY, scale, radius, random.Uniform(13, -0.5f, 0.5f));
        for (int i = 0; i < path.Count; i++)
        {
            path.X[i] = (path.X[i] * scale) + shiftX;
            path.Y[i] = (path.Y[i] * scale) + shiftY;
        }
    }

    /// <summary>Moves the mass to the middle, but no ink into the outermost pixels.</summary>
    private static float Shift(float low, float high, float mass, float scale, float radius, float play)
    {
        float margin = radius + 1.5f;
        float least = margin - (low * scale);
        float most = DigitPen.Side - 1 - margin - (high * scale);
        return Math.Min(Math.Max(Centre + play - (mass * scale), least), most);
    }

    private static (float Low, float High) Range(ReadOnlySpan<float> values)
    {
        float low = values[0];
        float high = values[0];
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }

    /// <summary>Ink lies evenly along the path, so each piece weighs its length.</summary>
    private static (float X, float Y) CentreOfMass(DigitPath path)
    {
        float sum = 0;
        float sumX = 0;
        float sumY = 0;
        for (int i = 1; i < path.Count; i++)
        {
            if (path.StartsStroke[i])
                continue;
            float x = path.X[i] - path.X[i - 1];
            float y = path.Y[i] - path.Y[i - 1];
            float length = MathF.Sqrt((x * x) + (y * y));
            sum += length;
            sumX += length * (path.X[i] + path.X[i - 1]) * 0.5f;
            sumY += length * (path.Y[i] + path.Y[i - 1]) * 0.5f;
        }

        return (sumX / sum, sumY / sum);
    }
}
