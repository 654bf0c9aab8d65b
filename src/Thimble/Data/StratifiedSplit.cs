namespace Thimble;

/// <summary>
/// Splits training images into training and validation so that each class keeps its share: a recipe is then chosen
/// on the validation images, and the test images stay unseen.
/// </summary>
internal static class StratifiedSplit
{
    /// <summary>The name of the split that validates.</summary>
    public const string ValidationName = "validation";

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
        int[] quotas = [.. images.CountClasses().Select(size => size < 2 ? 0 : Math.Clamp((int)Math.Round(size * validationFraction), 1, size - 1))];
        if (quotas.Sum() == 0)
            throw new InvalidInputException($"validation: no class of {images.Name} has two images to split; add images or leave the validation split out.");
        return Split(images, quotas, seed);
    }

    /// <summary>Holds out an exact number of images; which image goes where depends on the seed alone.</summary>
    /// <param name="images">The images to split.</param>
    /// <param name="validationCount">How many validate, at least 1; every class keeps an image that trains.</param>
    /// <param name="seed">The split's seed.</param>
    /// <returns>The splits <c>train</c> and <c>validation</c>, each in the order of <paramref name="images"/>.</returns>
    /// <exception cref="InvalidInputException">There are fewer images to spare.</exception>
    public static (ImageDataset Train, ImageDataset Validation) OfCount(ImageDataset images, int validationCount, ulong seed)
    {
        int[] sizes = images.CountClasses();
        int spare = sizes.Sum(size => Math.Max(0, size - 1));
        if (validationCount < 1 || validationCount > spare)
            throw new InvalidInputException($"validation: {validationCount:N0} of the {images.Count:N0} training images of {images.Name} cannot be held out; give 1 to {spare:N0}, or use more training images.");
        return Split(images, Apportion(sizes, validationCount, images.Count), seed);
    }

    /// <summary>Largest remainders: each class its share rounded down, then one more where most was cut off.</summary>
    private static int[] Apportion(int[] sizes, int count, int total)
    {
        int[] quotas = [.. sizes.Select(size => (int)Math.Max(0, Math.Min((long)size * count / total, size - 1)))];
        int[] byRemainder = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(label => (long)sizes[label] * count % total)];
        int missing = count - quotas.Sum();
        while (missing > 0)
        {
            foreach (int label in byRemainder.Where(label => quotas[label] < sizes[label] - 1).Take(missing))
            {
                quotas[label]++;
                missing--;
            }
        }

        return quotas;
    }

    private static (ImageDataset Train, ImageDataset Validation) Split(ImageDataset images, int[] quotas, ulong seed)
    {
        bool[] validates = new bool[images.Count];
        for (int label = 0; label < quotas.Length; label++)
            ChooseOfClass(images, label, quotas[label], seed, validates);
        ILookup<bool, int> sides = Enumerable.Range(0, images.Count).ToLookup(image => validates[image]);
        return (images.Select([.. sides[false]], Dataset.TrainName), images.Select([.. sides[true]], ValidationName));
    }

    /// <summary>Marks the first images of the class after a shuffle.</summary>
    private static void ChooseOfClass(ImageDataset images, int label, int quota, ulong seed, bool[] validates)
    {
        List<int> members = [];
        for (int i = 0; i < images.Count; i++)
        {
            if (images.Label(i) == label)
                members.Add(i);
        }

        foreach (int place in new KeyedRandom(seed, 0, label, RandomPlace.Split).Draw(quota, members.Count))
            validates[members[place]] = true;
    }
}
