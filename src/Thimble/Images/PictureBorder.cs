namespace Thimble;

/// <summary>What is around a picture that does not fill a network's input.</summary>
public enum PictureBorder
{
    /// <summary>Black, 0.</summary>
    Black,

    /// <summary>White, 255.</summary>
    White,

    /// <summary>The nearest pixel of the picture.</summary>
    Edge,
}
