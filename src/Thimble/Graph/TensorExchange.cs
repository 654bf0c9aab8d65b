namespace Thimble.Graph;

/// <summary>The same operation with other tensors in the place of its own.</summary>
/// <param name="exchange">The tensor to take in the place of one.</param>
internal sealed class TensorExchange(Func<GraphTensor, GraphTensor> exchange) : IOperationVisitor<object?, Operation>
{
    /// <summary>Exchanges an operation's tensors.</summary>
    public static Operation In(Operation operation, Func<GraphTensor, GraphTensor> exchange) => operation.Accept(new TensorExchange(exchange), null);

    public Operation Visit(Convolution operation, object? argument) =>
        operation with { Weight = exchange(operation.Weight), Bias = Exchanged(operation.Bias) };

    public Operation Visit(Dense operation, object? argument) =>
        operation with { Weight = exchange(operation.Weight), Bias = Exchanged(operation.Bias) };

    public Operation Visit(Affine operation, object? argument) =>
        operation with { Scale = exchange(operation.Scale), Shift = Exchanged(operation.Shift) };

    public Operation Visit(BatchNormalization operation, object? argument) => operation with
    {
        Scale = exchange(operation.Scale),
        Shift = exchange(operation.Shift),
        Mean = exchange(operation.Mean),
        Variance = exchange(operation.Variance),
    };

    public Operation Visit(Pointwise operation, object? argument) => operation;

    public Operation Visit(MaximumPool operation, object? argument) => operation;

    public Operation Visit(AveragePool operation, object? argument) => operation;

    public Operation Visit(Mask operation, object? argument) => operation;

    public Operation Visit(Reshape operation, object? argument) => operation;

    public Operation Visit(Add operation, object? argument) => operation;

    public Operation Visit(Multiply operation, object? argument) => operation;

    private GraphTensor? Exchanged(GraphTensor? tensor) => tensor is null ? null : exchange(tensor);
}
