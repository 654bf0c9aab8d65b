using Thimble.Options;

namespace Thimble;

/// <summary>
/// How a picture of any size becomes a network's input. It belongs to the data that a network was trained on and so to the
/// network: its weights file keeps it, and its exports say it.
/// </summary>
/// <remarks>The list is closed. A new kind is a record of its own, which does not compile until it is complete, and a line in <see cref="All"/>.</remarks>
public abstract record PicturePreparation
{
    private protected PicturePreparation()
    {
    }

    /// <summary>For handwritten digits in MNIST's frame: the ink is found, made light on black, scaled and centred.</summary>
    public static PicturePreparation Digit { get; } = new DigitPreparation();

    /// <summary>For any other data: the whole picture is scaled to the input; nothing is cropped or inverted.</summary>
    public static PicturePreparation Whole { get; } = new WholePreparation();

    /// <summary>Its word in an experiment and on the command line: <c>digit</c>, <c>whole</c>, <c>fit</c> or <c>crop</c>.</summary>
    public string Name => All.Of(this).Key;

    /// <summary>The kinds there are.</summary>
    internal static OptionRegistry<PicturePreparation> All { get; } =
        new("preparation", () => [DigitPreparation.Schema, WholePreparation.Schema, FitPreparation.Schema, CropPreparation.Schema]);

    /// <summary>The whole picture with its proportions kept, in the middle of the input.</summary>
    /// <param name="border">What is beside a picture of other proportions; black by default.</param>
    /// <param name="background">What is put behind a picture where it is transparent; black by default.</param>
    public static PicturePreparation Fit(PictureBorder border = PictureBorder.Black, PictureGround background = PictureGround.Black) =>
        Checked(new FitPreparation(border, background));

    /// <summary>The middle of the picture, as much as has the input's proportions.</summary>
    /// <param name="background">What is put behind a picture where it is transparent; black by default.</param>
    public static PicturePreparation Crop(PictureGround background = PictureGround.Black) => Checked(new CropPreparation(background));

    /// <summary>What another program has to do with a picture to get the pixels that the network takes, in a sentence or two.</summary>
    /// <param name="input">The shape of the network's input.</param>
    public abstract string Instructions(Shape input);

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="input">The shape of the network's input.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <exception cref="InvalidInputException">It cannot be prepared, or the network takes neither grey nor RGB images.</exception>
    internal PreparedPicture Prepare(Picture picture, Shape input, string name)
    {
        CheckInput(input);
        return PrepareFor(input, picture, name);
    }

    /// <summary>Checks that this prepares pictures for a network, before any is read.</summary>
    /// <param name="input">The shape of the network's input.</param>
    /// <exception cref="InvalidInputException">The network takes neither grey nor RGB images, or this does not prepare such ones.</exception>
    internal virtual void CheckInput(Shape input) => CheckTakesPictures(input);

    /// <summary>Checks that a network takes what pictures are read as.</summary>
    /// <param name="input">The shape of its input.</param>
    /// <exception cref="InvalidInputException">It takes neither grey nor RGB images.</exception>
    internal static void CheckTakesPictures(Shape input)
    {
        if (input.Channels is not (1 or Picture.Colours))
            throw new InvalidInputException($"the network takes images of {input.Channels} channels, but a picture has 1 (grey) or {Picture.Colours} (red, green, blue); give the network pixels");
    }

    private protected abstract PreparedPicture PrepareFor(Shape input, Picture picture, string name);

    private static PicturePreparation Checked(PicturePreparation preparation)
    {
        All.Of(preparation).Check(preparation);
        return preparation;
    }
}
