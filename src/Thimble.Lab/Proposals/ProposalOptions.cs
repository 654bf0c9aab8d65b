namespace Thimble.Lab.Proposals;

/// <summary>What an experiment that is to be proposed has to stay within and reach.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Accuracy">The accuracy to reach, above 0 and at most 1; none is asked for if null.</param>
/// <param name="ParametersBelow">Its parameters must be fewer; <see cref="UsualParameters"/> if null.</param>
/// <param name="Epochs">How many epochs; as many as the data needs if null.</param>
/// <param name="Seed">The seed of weights, order and augmentation.</param>
/// <param name="Path">How the file names the place of the data; by its full path if null.</param>
/// <param name="TrainImages">Only so many of the images are taken; all of them if null.</param>
public sealed record ProposalOptions(
    string Name, double? Accuracy = null, int? ParametersBelow = null, int? Epochs = null, ulong Seed = 1, string? Path = null, int? TrainImages = null)
{
    /// <summary>The parameters that a network stays below where no budget says otherwise: 80 kB as floats, 20 kB in 8 bits.</summary>
    public const int UsualParameters = 20_000;
}
