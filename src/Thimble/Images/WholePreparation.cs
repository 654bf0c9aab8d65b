using Thimble.Options;

namespace Thimble;

/// <summary>
/// The whole picture at the size of the network's input, in grey or in colour. A picture of that size is taken as it is; a larger one is
/// averaged over areas, a smaller one interpolated, rows and columns apart, so that other proportions are stretched.
/// </summary>
/// <param name="Background">What is put behind a picture where it is transparent.</param>
internal sealed record WholePreparation(PictureGround Background = PictureGround.Black) : PicturePreparation
{
    internal static OptionSchema<PicturePreparation> Schema { get; } = new OptionSchema<PicturePreparation, WholePreparation>(
        "whole",
        "scales the whole picture to the input: nothing cropped, nothing inverted, other proportions are stretched",
        values => new((PictureGround)values[ScaledPicture.GroundOption.Key]!),
        (ScaledPicture.GroundOption, whole => whole.Background));

    /// <inheritdoc/>
    public override string Instructions(Shape input) =>
        $"Scale the whole picture to {input.Width} columns and {input.Height} rows ({ScaledPicture.Scaling}), "
        + $"{ScaledPicture.Levels(input, Background)}. Do not crop or invert it.";

    private protected override PreparedPicture PrepareFor(Shape input, Picture picture, string name) =>
        new(ScaledPicture.Of(picture, ScaledPicture.All(picture), Background, input), ScaledPicture.All(picture), WasLightOnDark: null);
}
