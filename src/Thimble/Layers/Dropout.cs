using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>Sets each number to zero with probability p in training and scales the rest by 1 / (1 − p).</summary>
public sealed record Dropout : DropoutLayer
{
    internal static readonly OptionSchema<Layer> Schema =
        SchemaOf<Dropout>("dropout", "numbers to 0 at random in training, the others scaled up", p => new(p));

    /// <summary>Describes the layer.</summary>
    /// <param name="p">The probability of zero, in [0, 1); default 0.5, as in PyTorch.</param>
    /// <exception cref="InvalidInputException">The probability is outside its range.</exception>
    public Dropout(float p = 0.5f)
        : base(p, dropsWholeChannels: false) => Check(Schema);
}

/// <summary>Sets each whole channel of a sample to zero with probability p in training and scales the rest by 1 / (1 − p).</summary>
public sealed record Dropout2d : DropoutLayer
{
    internal static readonly OptionSchema<Layer> Schema =
        SchemaOf<Dropout2d>("dropout2d", "the same with whole channels", p => new(p));

    /// <summary>Describes the layer.</summary>
    /// <param name="p">The probability of zero, in [0, 1); default 0.5, as in PyTorch.</param>
    /// <exception cref="InvalidInputException">The probability is outside its range.</exception>
    public Dropout2d(float p = 0.5f)
        : base(p, dropsWholeChannels: true) => Check(Schema);
}

/// <summary>What the two dropouts have in common.</summary>
public abstract record DropoutLayer : Layer
{
    private readonly bool _dropsWholeChannels;

    private protected DropoutLayer(float p, bool dropsWholeChannels)
    {
        P = p;
        _dropsWholeChannels = dropsWholeChannels;
    }

    /// <summary>The probability of zero.</summary>
    public float P { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { DropRate = P, DropsWholeChannels = _dropsWholeChannels };

    internal override string? WhyIdle(Shape input) => P == 0 ? "its rate is 0" : null;

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Mask(P, _dropsWholeChannels, graph.Place), input);

    private protected static OptionSchema<Layer> SchemaOf<T>(string key, string help, Func<float, T> create)
        where T : DropoutLayer
    {
        var p = new SingleOption("p", NumberRange.BelowOne, "the probability of zero") { Default = _ => 0.5f };
        return new OptionSchema<Layer, T>(key, help, values => create(values.Single("p")), (p, layer => layer.P)) { Bare = p };
    }
}
