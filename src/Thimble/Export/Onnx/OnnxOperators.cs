using Thimble.Graph;

namespace Thimble.Export.Onnx;

/// <summary>One of ONNX's operators with its attributes, and the tensors that it takes after its values.</summary>
/// <param name="Type">The operator's type.</param>
/// <param name="Tensors">The tensors that it takes.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxOperator(string Type, IReadOnlyList<OnnxTensor> Tensors, params IReadOnlyList<ProtobufWriter> Attributes)
{
    /// <summary>Whether it takes the operation's input again after the value before it, as in x · sigmoid(x).</summary>
    public bool TakesInputAgain { get; init; }
}

/// <summary>A tensor of numbers in the file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Values">Its numbers, floats or whole numbers.</param>
internal sealed record OnnxTensor(string Name, IReadOnlyList<int> Dimensions, Array Values)
{
    /// <summary>A tensor of the graph, perhaps as other dimensions.</summary>
    public static OnnxTensor Of(GraphTensor tensor, params int[] dimensions) =>
        new(dimensions.Length > 0 ? $"{tensor.Name}.as_{string.Join('x', dimensions)}" : tensor.Name, dimensions.Length > 0 ? dimensions : tensor.Dimensions, tensor.Values);
}

/// <summary>Which of ONNX's operators, one after the other, compute what a node of the graph does.</summary>
internal sealed class OnnxOperators : IOperationVisitor<GraphNode, IReadOnlyList<OnnxOperator>>, IFunctionVisitor<IReadOnlyList<OnnxOperator>>
{
    /// <summary>The operators of a node.</summary>
    public static IReadOnlyList<OnnxOperator> Of(GraphNode node) => node.Operation.Accept(new OnnxOperators(), node);

    public IReadOnlyList<OnnxOperator> Visit(Convolution operation, GraphNode argument) =>
        [new("Conv", WithBias(operation.Weight, operation.Bias), [.. Attributes(operation.Window), Integer("group", operation.Groups)])];

    public IReadOnlyList<OnnxOperator> Visit(Dense operation, GraphNode argument) =>
        [new("Gemm", WithBias(operation.Weight, operation.Bias), Integer("transB", 1))];

    public IReadOnlyList<OnnxOperator> Visit(Affine operation, GraphNode argument)
    {
        int[] Dimensions(GraphTensor tensor) => argument.Output.IsFlat ? [tensor.Count] : [tensor.Count, 1, 1];
        var scale = new OnnxOperator("Mul", [OnnxTensor.Of(operation.Scale, Dimensions(operation.Scale))]);
        return operation.Shift is null ? [scale] : [scale, new("Add", [OnnxTensor.Of(operation.Shift, Dimensions(operation.Shift))])];
    }

    public IReadOnlyList<OnnxOperator> Visit(BatchNormalization operation, GraphNode argument) =>
    [
        new(
            "BatchNormalization",
            [OnnxTensor.Of(operation.Scale), OnnxTensor.Of(operation.Shift), OnnxTensor.Of(operation.Mean), OnnxTensor.Of(operation.Variance)],
            Single("epsilon", operation.Eps)),
    ];

    public IReadOnlyList<OnnxOperator> Visit(Pointwise operation, GraphNode argument) => operation.Function.Accept(this);

    public IReadOnlyList<OnnxOperator> Visit(MaximumPool operation, GraphNode argument) => [new("MaxPool", [], Attributes(operation.Window))];

    public IReadOnlyList<OnnxOperator> Visit(AveragePool operation, GraphNode argument) => operation.IsGlobal
        ? [new("GlobalAveragePool", [])]
        : [new("AveragePool", [], [.. Attributes(operation.Window), Integer("count_include_pad", 1)])];

    public IReadOnlyList<OnnxOperator> Visit(Mask operation, GraphNode argument) => throw new NotSupportedException("An exported graph has no dropout.");

    public IReadOnlyList<OnnxOperator> Visit(Reshape operation, GraphNode argument)
    {
        if (operation.Shape.IsFlat)
            return [new("Flatten", [], Integer("axis", 1))];
        // 0 keeps the batch.
        long[] shape = [0, operation.Shape.Channels, operation.Shape.Height, operation.Shape.Width];
        return [new("Reshape", [new($"{argument.Name}.shape", [shape.Length], shape)])];
    }

    public IReadOnlyList<OnnxOperator> Visit(Add operation, GraphNode argument) => [new("Add", [])];

    public IReadOnlyList<OnnxOperator> Visit(Multiply operation, GraphNode argument) => [new("Mul", [])];

    public IReadOnlyList<OnnxOperator> Visit(Rectifier function) => [new("Relu", [])];

    public IReadOnlyList<OnnxOperator> Visit(LeakyRectifier function) => [new("LeakyRelu", [], Single("alpha", function.Slope))];

    public IReadOnlyList<OnnxOperator> Visit(NegativePart function) => [new("Neg", []), new("Relu", []), new("Neg", [])];

    public IReadOnlyList<OnnxOperator> Visit(Sigmoid function) => [new("Sigmoid", [])];

    public IReadOnlyList<OnnxOperator> Visit(SigmoidLinear function) => [new("Sigmoid", []), new("Mul", []) { TakesInputAgain = true }];

    public IReadOnlyList<OnnxOperator> Visit(HardSwishFunction function) => [new("HardSwish", [])];

    public IReadOnlyList<OnnxOperator> Visit(ExponentialLinear function) => [new("Elu", [], Single("alpha", function.Alpha))];

    private static OnnxTensor[] WithBias(GraphTensor weight, GraphTensor? bias) =>
        bias is null ? [OnnxTensor.Of(weight)] : [OnnxTensor.Of(weight), OnnxTensor.Of(bias)];

    private static ProtobufWriter[] Attributes(Window window) =>
    [
        Integers("kernel_shape", window.Kernel.Rows, window.Kernel.Columns),
        Integers("strides", window.Stride.Rows, window.Stride.Columns),
        Integers("pads", window.Padding.Rows, window.Padding.Columns, window.Padding.Rows, window.Padding.Columns),
    ];

    // Field 20 says which kind of attribute it is: 1 a float, 2 a whole number, 7 a list of them.
    private static ProtobufWriter Single(string name, float value) => new ProtobufWriter().Text(1, name).Single(2, value).Integer(20, 1);

    private static ProtobufWriter Integer(string name, int value) => new ProtobufWriter().Text(1, name).Integer(3, value).Integer(20, 2);

    private static ProtobufWriter Integers(string name, params ReadOnlySpan<int> values)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
        foreach (int value in values)
            attribute.Integer(8, value);
        return attribute.Integer(20, 7);
    }
}
