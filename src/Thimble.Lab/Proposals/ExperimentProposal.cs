using System.Text;
using Thimble.Diagnosis;
using Thimble.Lab.Yaml;
using Thimble.Pictures;
using Thimble.Training;

namespace Thimble.Lab.Proposals;

/// <summary>
/// An experiment for data that somebody brings: input, network and recipe are chosen by what the data looks like and what the budget allows, and each choice
/// is explained in a comment of its file.
/// </summary>
public sealed class ExperimentProposal
{
    private const double UsualRate = 0.05;
    private const int WantedSteps = 3000;
    private const int FewestEpochs = 10;
    private const int MostEpochs = 60;
    private const int Width = 110;

    private static readonly int[] Sides = [8, 12, 16, 20, 24, 28, 32, 40, 48, 64];

    private readonly SourceContent _content;
    private readonly SourceSample _sample;
    private readonly ProposalOptions _options;
    private readonly ProposedNetwork _network;
    private readonly double? _rate;

    private ExperimentProposal(SourceContent content, SourceSample sample, ProposalOptions options, ProposedNetwork network, double? rate)
    {
        _content = content;
        _sample = sample;
        _options = options;
        _network = network;
        _rate = rate;
        Yaml = Write();
        Experiment = ExperimentReader.Read($"{options.Name} (proposed)", Yaml);
    }

    /// <summary>The experiment.</summary>
    public Experiment Experiment { get; }

    /// <summary>Its file, with a comment at each choice.</summary>
    public string Yaml { get; }

    private int Taken => Math.Min(_options.TrainImages ?? int.MaxValue, _content.Splits[0].Count);

    private int Training => _content.HasEvaluated ? Taken : Taken - HeldOut;

    private int HeldOut => ValidationSplit.Share([.. _content.Splits[0].Counts.Select(count => (int)((long)count * Taken / _content.Splits[0].Count))]);

    private int BatchSize => Sizes.LastOrDefault(size => size <= Training / 12, Sizes[0]);

    private static int[] Sizes => [8, 16, 32, 64];

    private int Epochs => _options.Epochs ?? Math.Clamp(WantedSteps * BatchSize / Training, FewestEpochs, MostEpochs);

    /// <summary>Proposes an experiment.</summary>
    /// <param name="content">The data.</param>
    /// <param name="options">Its name and budget.</param>
    /// <exception cref="InvalidInputException">No picture can be read, or no network of the family fits the budget.</exception>
    public static ExperimentProposal For(SourceContent content, ProposalOptions options)
    {
        content.CheckTrains();
        int classes = content.ClassNames.Count;
        int taken = Math.Min(options.TrainImages ?? int.MaxValue, content.Splits[0].Count);
        int needed = content.HasEvaluated ? classes : 2 * classes;
        if (taken < needed)
            throw new InvalidInputException($"{content.Path}: {Figures.Count(taken, "image")} of {classes} classes are too few to train on; take at least {needed}");
        if (!content.HasEvaluated && content.ClassNames.Where((_, label) => content.Splits[0].Counts[label] == 1).ToArray() is { Length: > 0 } single)
            throw new InvalidInputException($"{content.Path}: there is one image of {Figures.Listed(single)}; a class needs at least two, one to train on and one to be judged by");
        SourceSample sample = content.Look();
        if (sample.Sizes.Count == 0)
            throw new InvalidInputException($"{content.Path}: none of the pictures that were looked at can be read; the first: {sample.Problems[0]}");
        int side = Sides.LastOrDefault(one => one <= sample.MedianSide, Sides[0]);
        Shape input = content.Shape ?? new(sample.HasColour ? 3 : 1, side, side);
        var network = ProposedNetwork.Within(input, content.ClassNames.Count, options.ParametersBelow ?? ProposalOptions.UsualParameters);
        return new(content, sample, options, network, rate: null);
    }

    /// <summary>The same with a learning rate that was measured.</summary>
    /// <param name="rate">The rate; null where none could be read from the search.</param>
    internal ExperimentProposal WithRate(double? rate) => new(_content, _sample, _options, _network, rate);

    /// <summary>Whether the rate was measured on the data, and is not the usual one.</summary>
    internal bool HasMeasuredRate => _rate is not null;

    /// <summary>Searches the learning rate on the data, in a short run of its own.</summary>
    /// <param name="experiment">The experiment as it is trained, which the command line may have changed.</param>
    /// <param name="data">The data as it is trained on.</param>
    /// <param name="threads">Threads; one a processor if null.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ExperimentProposal WithMeasuredRate(Experiment experiment, Dataset data, int? threads = null, CancellationToken cancellation = default)
    {
        LearningRateCurve curve = LearningRateFinder.Find(
            experiment.Network, experiment.Recipe, data, new TrainerOptions(experiment.Seed, threads), cancellation: cancellation);
        return WithRate(curve.SuggestedRate);
    }

    private string Write()
    {
        var text = new StringBuilder();
        Comment(text, $"Proposed for {YamlText.OneLine(_content.Path, 200)}: {_content.Kind}, {_content.ClassNames.Count} classes, {_content.Splits[0].Count:N0} images to train on. "
            + "Change what you like; a mistake is named by its line.");
        text.Append($"name: {YamlText.InQuotes(_options.Name)}\n");
        Comment(text, DataReason());
        text.Append($"data: {{name: {_content.Name}, path: {YamlText.InQuotes(_options.Path ?? Path.GetFullPath(_content.Path))}{PreparationInYaml()}{ValidationInYaml()}}}\n");
        Comment(text, InputReason());
        text.Append($"input: [{_network.Input.Channels}, {_network.Input.Height}, {_network.Input.Width}]\n");
        Comment(text, NetworkReason());
        text.Append(_network.Yaml);
        AppendRecipe(text);
        Comment(text, BudgetReason());
        string accuracy = _options.Accuracy is { } asked ? $"accuracy: {100 * asked:0.####}%, " : "";
        text.Append($"budget: {{{accuracy}parameters_below: {_options.ParametersBelow ?? ProposalOptions.UsualParameters}, epochs: {Epochs}}}\n");
        return text.ToString();
    }

    private void AppendRecipe(StringBuilder text)
    {
        Comment(text, $"Batches of {BatchSize}, so that an epoch of {Training:N0} images is at least a dozen steps; {Epochs} epochs are {Epochs * ((Training + BatchSize - 1) / BatchSize):N0} steps. "
            + $"The rate is {(_rate is null ? "the usual one" : "what short runs on this data suggested ('thimble find-lr')")}, and falls to nothing in a straight line.");
        int shift = Math.Max(1, Math.Min(_network.Input.Height, _network.Input.Width) / 14);
        text.Append($"recipe:\n  epochs: {Epochs}\n  batch_size: {BatchSize}\n  seed: {_options.Seed}\n  optimizer:\n    sgd: {{learning_rate: {_rate ?? UsualRate}, momentum: 0.9, nesterov: true, "
            + "weight_decay: 0.0005, decay_biases: false, decay_normalization: false}\n  schedule: {linear: {warmup_epochs: 0.5}}\n");
        Comment(text, $"Each time it is seen, an image is turned, moved, {(_network.Input.Channels == 3 ? "scaled, slanted and recoloured" : "scaled and slanted")} a little, less and less towards the end. Where left and right do not matter, as with most "
            + "photographs but not with letters, add horizontal_flip: true.", "  ");
        string colours = _network.Input.Channels == 3 ? "brightness: 0.2, contrast: 0.2, saturation: 0.2, " : "";
        text.Append($"  augmentation: {{rotation_degrees: 8, shift_pixels: {shift}, scale: 0.1, shear_degrees: 4, {colours}final_share: 0.3}}\n");
    }

    private string DataReason() => _content.HasEvaluated
        ? $"It brings {_content.Splits[1].Count:N0} images of its own to evaluate on ({_content.Splits[1].Name}). {PreparationReason()}"
        : $"It brings no images to evaluate on: {HeldOut:N0} of the training images, a fifth of each class, are held out for that, the same ones whatever the seed. {PreparationReason()}";

    private string PreparationReason() => _content.Shape is null
        ? "A picture is scaled with its proportions kept and put into the middle (preparation: fit; crop takes its middle, whole stretches it)."
        : "";

    private string PreparationInYaml() => _content.Shape is null ? ", preparation: fit" : "";

    private string ValidationInYaml() => _content.HasEvaluated ? "" : $", validation: {{images: {HeldOut}, seed: 1}}";

    private string InputReason() => _content.Shape is not null
        ? "All images have this size."
        : $"The {_sample.Sizes.Count} pictures that were looked at are from {_sample.LeastSide} to {_sample.GreatestSide} pixels a side, half of them at least {_sample.MedianSide} on the shorter one, and {(_sample.HasColour ? "in colour" : "grey")}. "
            + $"{_network.Input.Height}×{_network.Input.Width} is {(_network.Input.Height == Sides[^1] ? "the most that is proposed: twice the side is four times the work" : "as much of that as is useful")}.";

    private string NetworkReason() =>
        $"{_network.Stages} stages of two 3×3 convolutions, each stage half as large and 1.5 times as wide as the one before: with {_network.Channels} channels in the first it has {_network.Definition.ParameterCount:N0} parameters, "
        + (_network.Channels == ProposedNetwork.WidestChannels ? "the widest that is proposed." : "the widest below the budget.")
        + (_network.IsSeparable ? " Plain convolutions would be too many, so the second of a stage is taken apart into 3×3 in each channel and 1×1 across them." : "");

    private string BudgetReason() => _options.Accuracy is null
        ? "No accuracy was asked for; add accuracy: 95%, say, and the verdict judges it."
        : "What was asked for.";

    private static void Comment(StringBuilder text, string words, string indentation = "")
    {
        string line = $"{indentation}#";
        int start = line.Length;
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > start && line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line = $"{indentation}#";
            }

            line += $" {word}";
        }

        text.Append(line).Append('\n');
    }
}
