using System.Numerics;
using Thimble.Options;

namespace Thimble;

/// <summary>
/// The middle of a picture: the largest part that has the proportions of the network's input, in whole pixels, scaled to its size. Nothing
/// is stretched, and what is outside at the two longer ends is not seen.
/// </summary>
/// <param name="Background">What is put behind a picture where it is transparent.</param>
internal sealed record CropPreparation(PictureGround Background = PictureGround.Black) : PicturePreparation
{
    internal static OptionSchema<PicturePreparation> Schema { get; } = new OptionSchema<PicturePreparation, CropPreparation>(
        "crop",
        "takes the middle of the picture, as much as has the input's proportions, and scales it to the input",
        values => new((PictureGround)values[ScaledPicture.GroundOption.Key]!),
        (ScaledPicture.GroundOption, crop => crop.Background));

    /// <inheritdoc/>
    public override string Instructions(Shape input) =>
        $"Take the middle of the picture, the largest part with the proportions {Ratio(input)} in whole pixels, and scale it to "
        + $"{input.Width} columns and {input.Height} rows ({ScaledPicture.Scaling}), {ScaledPicture.Levels(input, Background)}.";

    private protected override PreparedPicture PrepareFor(Shape input, Picture picture, string name)
    {
        PixelBox middle = Middle(picture.Width, picture.Height, input);
        return new(ScaledPicture.Of(picture, middle, Background, input), middle, WasLightOnDark: null);
    }

    private static string Ratio(Shape input)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(input.Width, input.Height);
        return $"{input.Width / divisor}:{input.Height / divisor}";
    }

    // In whole numbers, so that every place finds the same part. Half a pixel more to the right or below is cut off.
    private static PixelBox Middle(int width, int height, Shape input)
    {
        int cutWidth = (int)Math.Min(width, Proportion.Rounded(height, input.Width, input.Height));
        int cutHeight = (int)Math.Min(height, Proportion.Rounded(width, input.Height, input.Width));
        return new((width - cutWidth) / 2, (height - cutHeight) / 2, cutWidth, cutHeight);
    }
}
