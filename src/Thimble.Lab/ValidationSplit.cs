namespace Thimble.Lab;

/// <summary>
/// Training images held out as the evaluated ones, so that a recipe can be chosen without looking at the test images.
/// </summary>
/// <param name="Images">How many are held out; 10,000 by default, as many as MNIST has test images.</param>
/// <param name="Seed">
/// Which ones; 1 by default. Not the run's seed: runs of different seeds have to be judged on the same images.
/// </param>
public sealed record ValidationSplit(int Images = ValidationSplit.DefaultImages, ulong Seed = 1)
{
    /// <summary>Whether nobody asked for it: the data has no test images. Not part of what is written down.</summary>
    public bool IsInPlaceOfTest { get; init; }

    /// <summary>How many images are held out unless it is said otherwise.</summary>
    public const int DefaultImages = 10_000;

    /// <summary>How many images are held out of so many where nobody said it: the default, but at most a sixth, as 10,000 are of MNIST's.</summary>
    /// <param name="trainImages">The training images before any is held out.</param>
    public static int UsualImages(int trainImages) => Math.Clamp(trainImages / 6, 1, DefaultImages);

    /// <summary>
    /// How many images are held out where the data has no test images: a fifth of each class, at least one, and one is left to train on. Such data is
    /// mostly small, and a sixth would say less.
    /// </summary>
    /// <param name="trainImages">The training images of each class before any is held out.</param>
    public static int Share(IReadOnlyList<int> trainImages) =>
        Math.Max(1, trainImages.Sum(count => count < 2 ? 0 : Math.Clamp((int)Math.Round(count / 5.0), 1, count - 1)));
}
