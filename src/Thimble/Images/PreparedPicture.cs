namespace Thimble;

/// <summary>A picture made ready for a network.</summary>
/// <param name="Pixels">The network's input, channel, row, column: 0 (background) to 255.</param>
/// <param name="Ink">Where in the picture the ink was found; all of it where nothing was looked for.</param>
/// <param name="WasLightOnDark">Whether the ink is lighter than what it is on, as in MNIST; null where it was not looked for.</param>
internal sealed record PreparedPicture(byte[] Pixels, PixelBox Ink, bool? WasLightOnDark)
{
    /// <summary>Takes a picture as it is: its grey or its colours are the network's input, transparency is black.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="input">The shape of the network's input.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <exception cref="InvalidInputException">It has another size, or the network takes neither grey nor RGB images.</exception>
    public static PreparedPicture Raw(Picture picture, Shape input, string name)
    {
        PicturePreparation.CheckTakesPictures(input);
        if (picture.Width != input.Width || picture.Height != input.Height)
        {
            throw new InvalidInputException(
                $"{name}: {picture.Width}×{picture.Height} pixels, where the network takes {input.Width}×{input.Height}; have it scaled")
            {
                Remedy = Remedy.ScalePicture,
            };
        }

        return new(ScaledPicture.Of(picture, ScaledPicture.All(picture), PictureGround.Black, input), ScaledPicture.All(picture), WasLightOnDark: null);
    }
}
