using Thimble.Data;

namespace Thimble.Lab;

/// <summary>The data that an experiment asks for.</summary>
/// <param name="Name">One of <see cref="KnownNames"/>.</param>
/// <param name="TrainImages">How many training images, the first ones; all of them if null.</param>
/// <param name="TestImages">How many test images, the first ones; all of them if null.</param>
/// <param name="Normalization">How pixels become inputs; what is customary for the data if null.</param>
public sealed record ExperimentData(
    string Name, int? TrainImages = null, int? TestImages = null, Normalization? Normalization = null)
{
    /// <summary>The data sets that an experiment may name; <c>files</c> are four IDX files of one's own.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = ["mnist", "fashion-mnist", "synthetic-digits", "files"];

    /// <summary>The data set with this experiment's counts and normalization.</summary>
    /// <param name="data">The whole data set.</param>
    public Dataset Apply(Dataset data) => data with
    {
        Train = TrainImages is { } train ? data.Train.Take(train) : data.Train,
        Test = TestImages is { } test ? data.Test.Take(test) : data.Test,
        Normalization = Normalization ?? data.Normalization,
    };
}
