using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>
/// What a layer is: its kind, options, shapes and costs, without weights or memory. A network's size and cost can be
/// known, and judged, before anything is allocated. Names, defaults and formulas are PyTorch's.
/// </summary>
public abstract record Layer
{
    /// <summary>The layer's kind, as PyTorch names it: <c>Conv2d</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>What the layer sees of such an input, for the receptive field; one pixel unless it says otherwise.</summary>
    public virtual Window WindowOn(Shape input) => Window.Point;

    /// <summary>The shape of the layer's output for one sample.</summary>
    /// <exception cref="InvalidInputException">The layer cannot take such an input; the message says why.</exception>
    public abstract Shape OutputShape(Shape input);

    /// <summary>
    /// The name under which this layer shares its trainable tensors: the first layer of a name has them, and every later
    /// one uses the same numbers. Null where the layer has tensors of its own.
    /// </summary>
    public virtual string? Share => null;

    /// <summary>The trainable tensors, in PyTorch's order and with its names.</summary>
    public virtual IReadOnlyList<ParameterSpecification> Parameters(Shape input) => [];

    /// <summary>The tensors that are kept but not trained: running statistics.</summary>
    public virtual IReadOnlyList<BufferSpecification> Buffers(Shape input) => [];

    /// <summary>Multiplications with addition that one sample's forward pass needs; 0 where they do not count.</summary>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>Adds the layer's arithmetic to a plan and returns where its output will lie.</summary>
    internal abstract Operation CreateOperation(OperationContext context);
}
