namespace Thimble;

/// <summary>What is put behind a picture where it is transparent.</summary>
public enum PictureGround
{
    /// <summary>Black, 0.</summary>
    Black,

    /// <summary>White, 255.</summary>
    White,
}
