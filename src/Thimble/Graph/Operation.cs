namespace Thimble.Graph;

/// <summary>What the derivative of an operation has to know of the forward pass.</summary>
[Flags]
internal enum DerivativeReads
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>The values that went in.</summary>
    Inputs = 1,

    /// <summary>The value that came out.</summary>
    Output = 2,
}

/// <summary>
/// One of the few things that networks are made of. An operation says what it computes, in plain double precision: that
/// is its definition, and the engine, which does the same many times faster, is tested against it. Layers lower to
/// operations, and everything that is done with a network (training, evaluation, export) goes over them by
/// <see cref="Accept"/>: the compiler asks for each of these when an operation is added.
/// </summary>
internal abstract record Operation
{
    /// <summary>The tensors that it uses.</summary>
    public virtual IReadOnlyList<GraphTensor> Tensors => [];

    /// <summary>What its derivative has to know of the forward pass.</summary>
    public abstract DerivativeReads DerivativeReads { get; }

    /// <summary>The shape of its output for one sample.</summary>
    /// <exception cref="InvalidInputException">It cannot take such inputs; the message says why.</exception>
    public abstract Shape OutputShape(IReadOnlyList<Shape> inputs);

    /// <summary>Multiplications with addition that one sample needs; 0 where they do not count.</summary>
    public virtual long MultiplyAdds(Shape input, Shape output) => 0;

    /// <summary>Computes the output of a batch.</summary>
    /// <param name="numbers">The tensors' numbers, and what the batch is.</param>
    /// <param name="inputs">The inputs.</param>
    public abstract Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs);

    /// <summary>Computes d loss / d input of each input, and adds d loss / d tensor to the tensors' gradients.</summary>
    /// <param name="numbers">The tensors' numbers and gradients, and what the batch is.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputGradient">d loss / d output.</param>
    public abstract IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient);

    /// <summary>Calls the visitor's member for this operation.</summary>
    public abstract TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument);
}

/// <summary>Something that is done with every operation: an engine's emitter, an export. One member an operation.</summary>
/// <typeparam name="TArgument">What the visitor is told besides the operation.</typeparam>
/// <typeparam name="TResult">What it gives back.</typeparam>
internal interface IOperationVisitor<in TArgument, out TResult>
{
    /// <summary>A convolution.</summary>
    TResult Visit(Convolution operation, TArgument argument);

    /// <summary>A product of a matrix and a flat vector.</summary>
    TResult Visit(Dense operation, TArgument argument);

    /// <summary>A factor and an addend a channel.</summary>
    TResult Visit(Affine operation, TArgument argument);

    /// <summary>Batch normalization.</summary>
    TResult Visit(BatchNormalization operation, TArgument argument);

    /// <summary>A function of each number.</summary>
    TResult Visit(Pointwise operation, TArgument argument);

    /// <summary>The largest number in each window.</summary>
    TResult Visit(MaximumPool operation, TArgument argument);

    /// <summary>The mean of each window.</summary>
    TResult Visit(AveragePool operation, TArgument argument);

    /// <summary>Numbers or channels set to zero at random.</summary>
    TResult Visit(Mask operation, TArgument argument);

    /// <summary>The same numbers as another shape.</summary>
    TResult Visit(Reshape operation, TArgument argument);

    /// <summary>The sum of two values.</summary>
    TResult Visit(Add operation, TArgument argument);

    /// <summary>The product of two values.</summary>
    TResult Visit(Multiply operation, TArgument argument);
}
