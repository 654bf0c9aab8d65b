using System.Text;
using Thimble.Lab.Yaml;

namespace Thimble.Lab.Proposals;

/// <summary>
/// The family that proposals come from: stages of two 3×3 convolutions with normalization and ReLU, each stage half as large and 1.5 times as wide as the
/// one before, then the mean of each channel and one output per class. One figure, the channels of the first stage, makes it as large as the budget
/// allows. Where even the narrowest is too large, the second convolution of a stage is taken apart into 3×3 in each channel and 1×1 across them.
/// </summary>
internal sealed class ProposedNetwork
{
    /// <summary>The most channels of the first stage.</summary>
    public const int WidestChannels = 48;

    private const int NarrowestChannels = 4;
    private const int SmallestMap = 6;
    private const int MostStages = 4;

    private ProposedNetwork(Shape input, int classes, int channels, bool isSeparable)
    {
        Input = input;
        Channels = channels;
        IsSeparable = isSeparable;
        Stages = StagesOf(input);
        Yaml = Layers(classes);
        // As a whole experiment, which is what can be read.
        Definition = ExperimentReader.Read(
            "proposal", $"name: proposal\ndata: files\ninput: [{input.Channels}, {input.Height}, {input.Width}]\n{Yaml}recipe: {{epochs: 1, optimizer: {{sgd: {{learning_rate: 1}}}}}}\n").Network;
    }

    /// <summary>The shape of an image.</summary>
    public Shape Input { get; }

    /// <summary>Channels of the first stage.</summary>
    public int Channels { get; }

    /// <summary>Stages; between two of them rows and columns are halved.</summary>
    public int Stages { get; }

    /// <summary>Whether the second convolution of a stage is taken apart.</summary>
    public bool IsSeparable { get; }

    /// <summary>The layers as YAML, with the key.</summary>
    public string Yaml { get; }

    /// <summary>The layers.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>The widest network of the family within a budget.</summary>
    /// <param name="input">The shape of an image.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="parametersBelow">Its parameters are fewer.</param>
    /// <exception cref="InvalidInputException">Even the narrowest has more.</exception>
    public static ProposedNetwork Within(Shape input, int classes, int parametersBelow)
    {
        foreach (bool isSeparable in (bool[])[false, true])
        {
            ProposedNetwork? widest = Enumerable.Range(NarrowestChannels, WidestChannels - NarrowestChannels + 1)
                .Select(channels => new ProposedNetwork(input, classes, channels, isSeparable))
                .TakeWhile(network => network.Definition.ParameterCount < parametersBelow)
                .LastOrDefault();
            if (widest is not null)
                return widest;
        }

        int least = new ProposedNetwork(input, classes, NarrowestChannels, isSeparable: true).Definition.ParameterCount;
        throw new InvalidInputException($"a budget of fewer than {parametersBelow:N0} parameters: the smallest network that is proposed for {classes} classes has {least:N0}; allow more, or write a network of your own");
    }

    // As many as leave a map that is still worth a 3×3 convolution.
    private static int StagesOf(Shape input)
    {
        int stages = 1;
        for (int side = Math.Min(input.Height, input.Width) / 2; side >= SmallestMap && stages < MostStages; side /= 2)
            stages++;
        return stages;
    }

    private string Layers(int classes)
    {
        var yaml = new StringBuilder("network:\n");
        double width = Channels;
        for (int stage = 0; stage < Stages; stage++, width *= 1.5)
        {
            int scale = 1 << stage;
            string pool = stage > 0 ? "  - max_pool2d: 2\n" : "";
            int channels = (int)Math.Round(width);
            yaml.Append($"  # {Input.Height / scale}×{Input.Width / scale}\n{pool}{Convolution(channels)}{(IsSeparable ? Separable(channels) : Convolution(channels))}");
        }

        return yaml.Append($"  # the mean of each channel, and one output per class\n  - adaptive_avg_pool2d\n  - flatten\n  - linear: {classes}\n").ToString();
    }

    private static string Convolution(int channels) =>
        $"  - conv2d: {{out: {channels}, kernel: 3, padding: 1, bias: false}}\n  - batch_norm2d\n  - relu\n";

    private static string Separable(int channels) =>
        $"  - conv2d: {{out: {channels}, kernel: 3, padding: 1, groups: {channels}, bias: false}}\n  - conv2d: {{out: {channels}, kernel: 1, bias: false}}\n  - batch_norm2d\n  - relu\n";
}
