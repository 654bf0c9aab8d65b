using Thimble.Pictures;

namespace Thimble.Lab;

/// <summary>The data that an experiment asks for.</summary>
/// <param name="Name">One of <see cref="KnownNames"/>.</param>
/// <param name="TrainImages">How many training images, the first ones; all of them if null.</param>
/// <param name="EvaluatedImages">How many of the evaluated images, the first ones; all of them if null.</param>
/// <param name="Normalization">How pixels become inputs; what is customary for the data if null.</param>
/// <param name="Validation">Training images held out to evaluate on in place of the test images; null for the test images.</param>
/// <param name="Preparation">How a picture becomes an image such as the data's; what is customary for the data if null.</param>
/// <param name="Path">Where data of your own lies; null for data that is known by its name, or that the command line gives.</param>
/// <param name="Split">Which of the data's own splits is evaluated, <c>test</c> or <c>validation</c>; test if there is one, else validation, if null.</param>
public sealed record ExperimentData(
    string Name, int? TrainImages = null, int? EvaluatedImages = null, Normalization? Normalization = null, ValidationSplit? Validation = null,
    PicturePreparation? Preparation = null, string? Path = null, string? Split = null)
{
    /// <summary>The largest count of images that may be asked for.</summary>
    public const int MaximumImages = 10_000_000;

    /// <summary>The data sets that an experiment may name; <c>files</c> are four IDX files of your own, and the names of <see cref="DataSources"/> follow.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = ["mnist", "fashion-mnist", "kmnist", "qmnist", "synthetic-digits", "files", .. DataSources.Names];

    /// <summary>The same of another data set: what normalizes and prepares one does not fit another.</summary>
    internal ExperimentData Of(string name) => name == Name ? this : this with { Name = name, Normalization = null, Preparation = null, Path = null, Split = null };

    /// <summary>The data set with this experiment's counts, normalization and preparation.</summary>
    /// <param name="data">The whole data set.</param>
    /// <exception cref="InvalidInputException">There are not so many training images to hold out.</exception>
    public Dataset Apply(Dataset data)
    {
        ImageDataset all = TrainImages is { } count ? data.Train.Take(count) : data.Train;
        (ImageDataset train, ImageDataset evaluated) = (all, data.Evaluated);
        if (Validation is { } validation)
            (train, evaluated) = StratifiedSplit.OfCount(all, validation.Images, validation.Seed);
        return data with
        {
            Train = train,
            HeldOutOf = Validation is null ? null : all,
            Evaluated = EvaluatedImages is { } test ? evaluated.Take(test) : evaluated,
            Normalization = Normalization ?? data.Normalization,
            Preparation = Preparation ?? data.Preparation,
        };
    }
}
