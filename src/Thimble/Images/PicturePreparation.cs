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

    /// <summary>Its word in an experiment and on the command line: <c>digit</c> or <c>whole</c>.</summary>
    public string Name => All.Of(this).Key;

    /// <summary>The kinds there are.</summary>
    internal static OptionRegistry<PicturePreparation> All { get; } =
        new("preparation", () => [DigitPreparation.Schema, WholePreparation.Schema]);

    /// <summary>What another program has to do with a picture to get the pixels that the network takes, in a sentence or two.</summary>
    /// <param name="input">The shape of the network's input.</param>
    public abstract string Instructions(Shape input);

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="input">The shape of the network's input.</param>
    /// <param name="name">What to call the picture in messages.</param>
    /// <exception cref="InvalidInputException">It cannot be prepared, or the network does not take grey images.</exception>
    internal PreparedPicture Prepare(Picture picture, Shape input, string name)
    {
        CheckTakesPictures(input);
        return Prepare(picture, input.Height, input.Width, name);
    }

    /// <summary>Checks that a network takes what pictures are read as.</summary>
    /// <param name="input">The shape of its input.</param>
    /// <exception cref="InvalidInputException">It does not take grey images.</exception>
    internal static void CheckTakesPictures(Shape input)
    {
        if (input.Channels != 1)
            throw new InvalidInputException($"the network takes images of {input.Channels} channels, but pictures are read in grey; use a network of grey images, or give it pixels");
    }

    private protected abstract PreparedPicture Prepare(Picture picture, int height, int width, string name);
}
