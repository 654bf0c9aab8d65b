using Thimble.Options;

namespace Thimble;

/// <summary>
/// The whole picture in the middle of the network's input, as large as it fits with its proportions kept, and a border at the two sides that
/// it does not reach.
/// </summary>
/// <param name="Border">What the border is filled with.</param>
/// <param name="Background">What is put behind a picture where it is transparent.</param>
internal sealed record FitPreparation(PictureBorder Border = PictureBorder.Black, PictureGround Background = PictureGround.Black) : PicturePreparation
{
    private static readonly ChoiceOption<PictureBorder> BorderOption = new("border", PictureBorder.Black, "what is beside a picture of other proportions; edge: its nearest pixel");

    internal static OptionSchema<PicturePreparation> Schema { get; } = new OptionSchema<PicturePreparation, FitPreparation>(
        "fit",
        "scales the whole picture with its proportions kept, and puts it into the middle of the input",
        values => new((PictureBorder)values[BorderOption.Key]!, (PictureGround)values[ScaledPicture.GroundOption.Key]!),
        (BorderOption, fit => fit.Border),
        (ScaledPicture.GroundOption, fit => fit.Background));

    /// <inheritdoc/>
    public override string Instructions(Shape input) =>
        $"Scale the whole picture with its proportions kept, as large as fits into {input.Width} columns and {input.Height} rows "
        + $"({ScaledPicture.Scaling}), {ScaledPicture.Levels(input, Background)}. Put it into the middle (half a pixel to the left and up), "
        + (Border == PictureBorder.Edge ? "and repeat its outermost pixels up to the border." : $"on {(Border == PictureBorder.White ? "white" : "black")}.");

    private protected override PreparedPicture PrepareFor(Shape input, Picture picture, string name)
    {
        int width = (int)Math.Min(input.Width, Proportion.Rounded(picture.Width, input.Height, picture.Height));
        int height = (int)Math.Min(input.Height, Proportion.Rounded(picture.Height, input.Width, picture.Width));
        byte[] scaled = ScaledPicture.Of(picture, ScaledPicture.All(picture), Background, new(input.Channels, height, width));
        return new(InTheMiddle(scaled, height, width, input), ScaledPicture.All(picture), WasLightOnDark: null);
    }

    private byte[] InTheMiddle(byte[] scaled, int height, int width, Shape input)
    {
        byte[] pixels = new byte[input.Size];
        int left = (input.Width - width) / 2;
        int top = (input.Height - height) / 2;
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = (i % input.Width) - left;
            int y = (i / input.Width % input.Height) - top;
            int channel = i / (input.Width * input.Height);
            bool isInside = x >= 0 && y >= 0 && x < width && y < height;
            pixels[i] = isInside || Border == PictureBorder.Edge
                ? scaled[(((channel * height) + Math.Clamp(y, 0, height - 1)) * width) + Math.Clamp(x, 0, width - 1)]
                : Border == PictureBorder.White ? byte.MaxValue : (byte)0;
        }

        return pixels;
    }
}
