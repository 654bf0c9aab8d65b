namespace Thimble.Images;

/// <summary>What a pixel of a PNG file holds, with the numbers that the format gives them.</summary>
internal enum PngColour
{
    /// <summary>Grey.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    TrueColour = 2,

    /// <summary>An index into a palette.</summary>
    Palette = 3,

    /// <summary>Grey and transparency.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue and transparency.</summary>
    TrueColourAlpha = 6,
}
