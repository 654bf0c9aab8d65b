namespace Thimble;

/// <summary>How one image's colours change in one epoch: the factors of torchvision's <c>ColorJitter</c>.</summary>
/// <param name="Brightness">0 is black, 1 changes nothing.</param>
/// <param name="Contrast">0 is grey all over, 1 changes nothing.</param>
/// <param name="Saturation">0 is without colour, 1 changes nothing.</param>
internal readonly record struct ColourDraw(float Brightness, float Contrast, float Saturation)
{
    /// <summary>Draws the three factors, each evenly from 1 ± its option.</summary>
    public static ColourDraw Of(AugmentationOptions options, KeyedRandom random) => new(
        1 + random.Uniform(AugmentationDraw.Brightness, -options.Brightness, options.Brightness),
        1 + random.Uniform(AugmentationDraw.Contrast, -options.Contrast, options.Contrast),
        1 + random.Uniform(AugmentationDraw.Saturation, -options.Saturation, options.Saturation));
}
