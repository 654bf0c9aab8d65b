using Thimble.Options;

namespace Thimble;

/// <summary>
/// The whole picture at the size of the network's input, in grey, transparency black. A picture of that size is taken as it
/// is; a larger one is averaged over areas, a smaller one interpolated, rows and columns apart, so that other proportions are stretched.
/// </summary>
internal sealed record WholePreparation : PicturePreparation
{
    internal static OptionSchema<PicturePreparation> Schema { get; } = new OptionSchema<PicturePreparation, WholePreparation>(
        "whole", "scales the whole picture to the input: in grey, transparency black, nothing cropped, nothing inverted", _ => new());

    /// <inheritdoc/>
    public override string Instructions(Shape input) =>
        $"Scale the whole picture to {input.Width} columns and {input.Height} rows (each pixel the mean of the area that it covers), "
        + "in grey from 0 (black) to 255 (white), transparency black. Do not crop or invert it.";

    private protected override PreparedPicture Prepare(Picture picture, int height, int width, string name)
    {
        Plane scaled = Resampling.To(picture, background: 0, width, height);
        return new([.. scaled.Values.Select(value => (byte)(value + 0.5f))], new(0, 0, picture.Width, picture.Height), WasLightOnDark: null);
    }
}
