namespace Thimble.Data;

/// <summary>
/// Splits training images into training and validation so that each class keeps its share: a recipe is then chosen
/// on the validation images, and the test images stay unseen.
/// </summary>
public static class StratifiedSplit
{
    /// <summary>Splits a set; which image goes where depends on the seed alone.</summary>
    /// <param name="images">The images to split.</param>
    /// <param name="validationFraction">The share of each class that validates, above 0 and below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>
    /// The splits <c>train</c> and <c>validation</c>, each in the order of <paramref name="images"/>. A class of two
    /// or more images has at least one in each; a single image trains.
    /// </returns>
    /// <exception cref="InvalidInputException">The fraction is out of range, or no class has two images.</exception>
    public static (ImageDataset Train, ImageDataset Validation) Of(ImageDataset images, double validationFraction, ulong seed)
    {
        if (!(validationFraction > 0 && validationFraction < 1))
            throw new InvalidInputException($"validation: a fraction of {validationFraction} is out of range; give a number above 0 and below 1, such as 0.1.");
        bool[] validates = new bool[images.Count];
        for (int label = 0; label < images.ClassCount; label++)
            ChooseOfClass(images, label, validationFraction, seed, validates);
        if (!validates.Contains(true))
            throw new InvalidInputException($"validation: no class of {images.Name} has two images to split; add images or leave the validation split out.");
        return (Select(images, "train", validates, false), Select(images, "validation", validates, true));
    }

    /// <summary>Marks the first images of the class after a shuffle.</summary>
    private static void ChooseOfClass(ImageDataset images, int label, double fraction, ulong seed, bool[] validates)
    {
        List<int> members = [];
        for (int i = 0; i < images.Count; i++)
        {
            if (images.Label(i) == label)
                members.Add(i);
        }

        if (members.Count < 2)
            return;
        int chosen = Math.Clamp((int)Math.Round(members.Count * fraction), 1, members.Count - 1);
        var random = new KeyedRandom(seed, 0, label, RandomPlace.Split);
        for (int i = 0; i < chosen; i++)
        {
            int other = i + random.Below(i, members.Count - i);
            (members[i], members[other]) = (members[other], members[i]);
            validates[members[i]] = true;
        }
    }

    private static ImageDataset Select(ImageDataset images, string split, bool[] validates, bool wanted)
    {
        int size = images.ImageShape.Size;
        int count = validates.Count(value => value == wanted);
        byte[] pixels = new byte[count * size];
        byte[] labels = new byte[count];
        int next = 0;
        for (int i = 0; i < images.Count; i++)
        {
            if (validates[i] != wanted)
                continue;
            images.Pixels(i).CopyTo(pixels.AsSpan(next * size));
            labels[next++] = (byte)images.Label(i);
        }

        return new ImageDataset(images.Name, split, images.ImageShape, images.ClassCount, pixels, labels);
    }
}
