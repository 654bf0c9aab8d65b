using Thimble.Options;

namespace Thimble.Layers;

/// <summary>
/// What a layer is: its options, what may be asked of it, and the operations that it is made of. Names, defaults and
/// formulas are PyTorch's. Everything that is done with a network follows from this one record; a new layer is a record
/// like it and a line in <see cref="LayerKinds"/>.
/// </summary>
public abstract record Layer
{
    /// <summary>The layer's kind, as PyTorch names it: <c>Conv2d</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>What findings and tables may ask of the layer.</summary>
    internal virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>
    /// The name under which this layer shares its trainable tensors: the first layer of a name has them, and every later
    /// one uses the same numbers. Null where the layer has tensors of its own.
    /// </summary>
    public virtual string? Share => null;

    /// <summary>The shape of the layer's output for one sample.</summary>
    /// <exception cref="InvalidInputException">The layer cannot take such an input; the message says why.</exception>
    public Shape OutputShape(Shape input) => GraphBuilder.OnPaper(this, input).Output;

    /// <summary>Multiplications with addition that one sample's forward pass needs; 0 where they do not count.</summary>
    /// <exception cref="InvalidInputException">The layer cannot take such an input; the message says why.</exception>
    public long MultiplyAdds(Shape input) => GraphBuilder.OnPaper(this, input).MultiplyAdds;

    /// <summary>What the layer sees of such an input, for the receptive field; one pixel unless it says otherwise.</summary>
    internal virtual Window WindowOn(Shape input) => Window.Point;

    /// <summary>The layers inside, by the name of the list that they are in; each list begins at this layer's input.</summary>
    internal virtual IReadOnlyList<(string Name, IReadOnlyList<Layer> Layers)> Parts => [];

    /// <summary>The trainable tensors, in PyTorch's order and with its names.</summary>
    internal virtual IReadOnlyList<ParameterSpecification> Parameters(Shape input) => [];

    /// <summary>The tensors that are kept but not trained: running statistics.</summary>
    internal virtual IReadOnlyList<BufferSpecification> Buffers(Shape input) => [];

    /// <summary>Why the layer changes nothing of such an input, or null if it does.</summary>
    internal virtual string? WhyIdle(Shape input) => null;

    /// <summary>Adds the operations that the layer is made of, and returns the value that is its output.</summary>
    /// <param name="graph">The graph, which knows the layer's tensors by name.</param>
    /// <param name="input">The layer's input.</param>
    /// <exception cref="InvalidInputException">The layer cannot take such an input; the message says why.</exception>
    internal abstract Value Lower(GraphBuilder graph, Value input);

    /// <summary>Checks the options by the kind's schema; every constructor ends with it.</summary>
    /// <exception cref="InvalidInputException">An option is outside its range.</exception>
    private protected void Check(OptionSchema<Layer> schema) => schema.Check(this);
}
