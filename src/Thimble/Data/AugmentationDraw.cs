namespace Thimble;

/// <summary>
/// What each draw of <see cref="RandomPlace.Augmentation"/> decides. <see cref="AffineDraw"/> has the draws before these.
/// A number that is in use keeps its meaning: a recipe with a seed gives the same images for ever.
/// </summary>
internal static class AugmentationDraw
{
    /// <summary>Whether the image is flipped.</summary>
    public const int Flip = 5;

    /// <summary>The column that the crop begins with.</summary>
    public const int CropX = 6;

    /// <summary>The row that the crop begins with.</summary>
    public const int CropY = 7;

    /// <summary>The factor of the brightness.</summary>
    public const int Brightness = 8;

    /// <summary>The factor of the contrast.</summary>
    public const int Contrast = 9;

    /// <summary>The factor of the saturation.</summary>
    public const int Saturation = 10;

    /// <summary>The column of the middle of the square that is cut out.</summary>
    public const int CutoutX = 11;

    /// <summary>The row of the middle of the square that is cut out.</summary>
    public const int CutoutY = 12;
}
