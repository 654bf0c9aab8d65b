namespace Thimble.Options;

/// <summary>The numbers that an option may be.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
/// <param name="LowIncluded">Whether the lowest is one of them.</param>
/// <param name="HighIncluded">Whether the highest is one of them.</param>
internal readonly record struct NumberRange(double Low, double High, bool LowIncluded = true, bool HighIncluded = true)
{
    /// <summary>Above 0.</summary>
    public static NumberRange Positive => new(0, double.PositiveInfinity, LowIncluded: false);

    /// <summary>0 or above.</summary>
    public static NumberRange NotNegative => new(0, double.PositiveInfinity);

    /// <summary>0 to below 1.</summary>
    public static NumberRange BelowOne => new(0, 1, HighIncluded: false);

    /// <summary>Above 0, below 1.</summary>
    public static NumberRange InsideOne => new(0, 1, LowIncluded: false, HighIncluded: false);

    /// <summary>Above 0, up to 1.</summary>
    public static NumberRange UpToOne => new(0, 1, LowIncluded: false);

    /// <summary>Whether a number is one of them. In single precision, in which everything is computed, it has to be finite, and 0 only if it is 0.</summary>
    public bool Contains(double number) =>
        float.IsFinite((float)number)
        && ((float)number != 0 || number == 0)
        && (LowIncluded ? number >= Low : number > Low)
        && (HighIncluded ? number <= High : number < High);

    /// <summary>The range in words: <c>from 0 to below 1</c>.</summary>
    public string InWords
    {
        get
        {
            string low = LowIncluded ? $"from {Low}" : $"above {Low}";
            if (double.IsInfinity(High))
                return LowIncluded ? $"{low} up" : low;
            return HighIncluded ? $"{low} to {High}" : $"{low} to below {High}";
        }
    }

    /// <summary>The same after what it is of: <c>a number from 0 to below 1</c>.</summary>
    public override string ToString() => $"a number {InWords}";
}
