using Thimble.Options;

namespace Thimble;

/// <summary>What preparations that scale a picture share: its channels, its part, its ground.</summary>
internal static class ScaledPicture
{
    /// <summary>The option that says what is put behind a transparent picture.</summary>
    public static ChoiceOption<PictureGround> GroundOption { get; } =
        new("background", PictureGround.Black, "what is put behind a picture where it is transparent")
        {
            // Weights files and runs recorded before it existed stay as they are.
            CameLater = true,
        };

    /// <summary>Scales a part of a picture, a channel at a time: three where it is asked for, or its grey alone.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="box">The part.</param>
    /// <param name="ground">What is put behind it.</param>
    /// <param name="size">The size that the part gets, and 1 or 3 channels.</param>
    /// <returns>Channel, row, column.</returns>
    public static byte[] Of(Picture picture, PixelBox box, PictureGround ground, Shape size)
    {
        byte[] pixels = new byte[size.Size];
        int plane = size.Height * size.Width;
        for (int channel = 0; channel < size.Channels; channel++)
        {
            Plane scaled = Resampling.To(picture, box, size.Channels == 1 ? null : channel, LevelOf(ground), size.Width, size.Height);
            for (int i = 0; i < plane; i++)
                pixels[(channel * plane) + i] = (byte)(scaled.Values[i] + 0.5f);
            if (!picture.IsColour && channel == 0)
                return Repeated(pixels, plane);
        }

        return pixels;
    }

    /// <summary>All of a picture.</summary>
    public static PixelBox All(Picture picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>What the instructions to others say of channels and ground.</summary>
    public static string Levels(Shape input, PictureGround ground) => input.Channels == 1
        ? $"in grey from 0 (black) to 255 (white), transparency {Word(ground)}"
        : $"in red, green and blue, a plane each, from 0 to 255, transparency {Word(ground)}";

    /// <summary>How others scale, for the instructions.</summary>
    public const string Scaling = "each pixel the mean of the area that it covers; linear between pixels where that is less than one";

    private static string Word(PictureGround ground) => ground == PictureGround.White ? "white" : "black";

    private static byte LevelOf(PictureGround ground) => ground == PictureGround.White ? byte.MaxValue : (byte)0;

    // Grey is the same in every channel.
    private static byte[] Repeated(byte[] pixels, int plane)
    {
        for (int at = plane; at < pixels.Length; at += plane)
            pixels.AsSpan(0, plane).CopyTo(pixels.AsSpan(at));
        return pixels;
    }
}
