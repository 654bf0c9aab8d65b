namespace Thimble.Tests.Images;

/// <summary>A digit drawn into a picture as a person would hand it in: of any size, at any place, with any pen and light.</summary>
internal sealed record DrawnDigit
{
    /// <summary>The digit.</summary>
    public required int Digit { get; init; }

    /// <summary>Which way of writing it, 0 to 3.</summary>
    public required int Hand { get; init; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; init; } = 240;

    /// <summary>Rows.</summary>
    public int Height { get; init; } = 240;

    /// <summary>The digit's height, in pixels.</summary>
    public float Size { get; init; } = 150;

    /// <summary>Its left side.</summary>
    public float Left { get; init; } = 70;

    /// <summary>Its upper side.</summary>
    public float Top { get; init; } = 45;

    /// <summary>The pen's width, in pixels.</summary>
    public float Pen { get; init; } = 16;

    /// <summary>Grey of the ink.</summary>
    public float Ink { get; init; }

    /// <summary>Grey of the paper.</summary>
    public float Paper { get; init; } = 255;

    /// <summary>What the light takes away at the right and lower edge, as a share.</summary>
    public float Shade { get; init; }

    /// <summary>The standard deviation of the camera's noise.</summary>
    public float Noise { get; init; }

    /// <summary>Whether the paper is transparent.</summary>
    public bool IsTransparent { get; init; }

    /// <summary>The width of a dark table's strip at the right and at the bottom, in pixels.</summary>
    public int Table { get; init; }

    /// <summary>Specks of dust, of two pixels by two, as dark as the ink.</summary>
    public int Dust { get; init; }

    /// <summary>Every digit in every hand.</summary>
    public static IEnumerable<DrawnDigit> All =>
        Enumerable.Range(0, 10).SelectMany(digit => Enumerable.Range(0, 4).Select(hand => new DrawnDigit { Digit = digit, Hand = hand }));

    /// <summary>Draws it.</summary>
    public Picture Draw()
    {
        var random = new KeyedRandom(3, 0, (Digit * 4) + Hand, 0);
        float[] ink = InkOf(random);
        byte[] grey = new byte[ink.Length];
        byte[] alpha = new byte[ink.Length];
        for (int i = 0; i < ink.Length; i++)
        {
            float light = 1 - (Shade * (((float)(i % Width) / Width) + ((float)(i / Width) / Height)) / 2);
            bool isTable = i % Width >= Width - Table || i / Width >= Height - Table;
            float colour = isTable ? 30 : IsTransparent ? Ink : Paper + (ink[i] * (Ink - Paper));
            // The sum of four draws is as good as normal.
            float noise = random.Uniform(4 * i) + random.Uniform((4 * i) + 1) + random.Uniform((4 * i) + 2) + random.Uniform((4 * i) + 3) - 2;
            grey[i] = (byte)Math.Clamp((colour * light) + (Noise * noise * 1.732f) + 0.5f, 0, 255);
            alpha[i] = (byte)(255 * ink[i]);
        }

        return new(Width, Height, grey, IsTransparent ? alpha : null);
    }

    private float[] InkOf(KeyedRandom random)
    {
        var path = new DigitPath(new float[DigitPath.Capacity], new float[DigitPath.Capacity], new bool[DigitPath.Capacity]);
        foreach (int[] stroke in DigitSkeletons.Of(Digit)[Hand])
            AddStroke(stroke, ref path);
        float[] ink = new float[Width * Height];
        for (int i = 1; i < path.Count; i++)
        {
            if (!path.StartsStroke[i])
                InkPiece(ink, path.X[i - 1], path.Y[i - 1], path.X[i], path.Y[i]);
        }

        for (int i = 0; i < Dust; i++)
        {
            int at = (random.Below(-1 - i, Height - 1) * Width) + random.Below(-1001 - i, Width - 1);
            (ink[at], ink[at + 1], ink[at + Width], ink[at + Width + 1]) = (1, 1, 1, 1);
        }

        return ink;
    }

    private void AddStroke(int[] stroke, ref DigitPath path)
    {
        var x = new List<float>();
        var y = new List<float>();
        var isCorner = new List<bool>();
        for (int i = 0; i < stroke.Length; i += 2)
        {
            if (i > 0 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1])
            {
                isCorner[^1] = true;
                continue;
            }

            // Digits are narrower than high.
            x.Add(Left + (stroke[i] * 0.007f * Size));
            y.Add(Top + (stroke[i + 1] * 0.01f * Size));
            isCorner.Add(false);
        }

        path.AddStroke(x.ToArray(), y.ToArray(), isCorner.ToArray());
    }

    private void InkPiece(float[] ink, float x0, float y0, float x1, float y1)
    {
        float reach = (Pen / 2) + 0.5f;
        float dx = x1 - x0;
        float dy = y1 - y0;
        float inverse = 1 / Math.Max((dx * dx) + (dy * dy), 1e-6f);
        for (int y = Math.Max(0, (int)(Math.Min(y0, y1) - reach)); y < Math.Min(Height, Math.Max(y0, y1) + reach); y++)
        {
            for (int x = Math.Max(0, (int)(Math.Min(x0, x1) - reach)); x < Math.Min(Width, Math.Max(x0, x1) + reach); x++)
            {
                float along = Math.Clamp((((x - x0) * dx) + ((y - y0) * dy)) * inverse, 0, 1);
                float distance = MathF.Sqrt(MathF.Pow(x - x0 - (along * dx), 2) + MathF.Pow(y - y0 - (along * dy), 2));
                float value = Math.Clamp(reach - distance, 0, 1);
                ink[(y * Width) + x] = Math.Max(ink[(y * Width) + x], value);
            }
        }
    }
}
