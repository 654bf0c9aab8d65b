namespace Thimble;

/// <summary>What is drawn in a picture, told from what it is drawn on.</summary>
/// <param name="Strength">0 without ink to 1 in the middle of a stroke.</param>
/// <param name="Box">Where the ink is.</param>
/// <param name="IsLight">Whether the ink is lighter than what it is on.</param>
internal sealed record Ink(Plane Strength, PixelBox Box, bool IsLight)
{
    /// <summary>How far ink must stand out from noise, in standard deviations.</summary>
    private const float Clear = 4;

    /// <summary>The least difference between ink and ground, in levels of grey.</summary>
    private const float LeastContrast = 12;

    /// <summary>Specks of less than this share of the largest stroke are dust.</summary>
    private const double LeastShare = 0.04;

    /// <summary>Finds the ink; null if there is none.</summary>
    /// <param name="picture">The picture, 0 to 255.</param>
    public static Ink? Find(Plane picture)
    {
        Plane rest = Backdrop.Remove(picture, out float noise);
        float floor = Math.Max(Clear * noise, LeastContrast);
        bool isLight = IsLightOnDark(rest, floor);
        if (!isLight)
        {
            for (int i = 0; i < rest.Values.Length; i++)
                rest.Values[i] = -rest.Values[i];
        }

        if (Threshold(rest, floor) is not { } strong)
            return null;
        // As an outline is followed: from where the ink is certain to wherever it is likely and joined to that.
        float weak = Math.Max(floor, strong / 2);
        bool[]? kept = Strokes.Keep(rest, weak, strong, LeastShare);
        return kept is null ? null : Of(rest, kept, strong, Math.Min(2 * noise, strong / 2), isLight);
    }

    /// <summary>Whether there is more above the ground than below it, counting what is clear of noise.</summary>
    private static bool IsLightOnDark(Plane rest, float floor)
    {
        double above = 0;
        double below = 0;
        foreach (float value in rest.Values)
        {
            if (value > floor)
                above += value;
            else if (value < -floor)
                below -= value;
        }

        return above > below;
    }

    /// <summary>
    /// Otsu's threshold between ground and ink. Pixels that are clearly ground would outnumber all others, so as many of
    /// them are counted as of those that may be ink; a shadow then falls to the ground's side.
    /// </summary>
    private static float? Threshold(Plane rest, float floor)
    {
        int[] counts = new int[256];
        int candidates = 0;
        foreach (float value in rest.Values)
        {
            if (value > floor)
            {
                counts[(int)Math.Min(value, 255)]++;
                candidates++;
            }
        }

        if (candidates == 0)
            return null;
        counts[0] = candidates;
        return Math.Max(Otsu(counts), floor);
    }

    /// <summary>The threshold that parts the counts with the greatest variance between the parts; of equals the middle.</summary>
    private static float Otsu(int[] counts)
    {
        double total = counts.Sum(count => (double)count);
        double moment = counts.Select((count, level) => (double)count * level).Sum();
        double below = 0;
        double momentBelow = 0;
        double best = -1;
        int first = 0;
        int last = 0;
        for (int level = 0; level < counts.Length - 1; level++)
        {
            below += counts[level];
            momentBelow += (double)counts[level] * level;
            if (below >= total)
                break;
            double distance = (momentBelow / below) - ((moment - momentBelow) / (total - below));
            double variance = below * (total - below) * distance * distance;
            if (variance > best * (1 + 1e-12))
                (best, first) = (variance, level);
            if (variance >= best * (1 - 1e-12))
                last = level;
        }

        return (first + last + 1) / 2f;
    }

    private static Ink Of(Plane rest, bool[] kept, float strong, float ground, bool isLight)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i] && rest.Values[i] > strong)
            {
                sum += rest.Values[i];
                count++;
            }
        }

        float full = (float)(sum / count);
        var strength = new Plane(rest.Width, rest.Height);
        for (int i = 0; i < kept.Length; i++)
        {
            // The soft edge of a stroke is below the threshold but belongs to it.
            if (IsAtStroke(rest, kept, i))
                strength.Values[i] = Math.Clamp((rest.Values[i] - ground) / (full - ground), 0, 1);
        }

        return new(strength, strength.BoxAbove(0.1f)!.Value, isLight);
    }

    private static bool IsAtStroke(Plane rest, bool[] kept, int index)
    {
        int x = index % rest.Width;
        int y = index / rest.Width;
        for (int row = Math.Max(0, y - 1); row <= Math.Min(rest.Height - 1, y + 1); row++)
        {
            for (int column = Math.Max(0, x - 1); column <= Math.Min(rest.Width - 1, x + 1); column++)
            {
                if (kept[(row * rest.Width) + column])
                    return true;
            }
        }

        return false;
    }
}
