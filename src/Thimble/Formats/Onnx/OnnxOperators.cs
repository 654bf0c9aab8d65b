using Thimble.Deployment;

namespace Thimble.Formats.Onnx;

/// <summary>Which of ONNX's operators computes what a graph's node does, with which attributes.</summary>
internal static class OnnxOperators
{
    /// <summary>The operator's type, its tensors behind the values it takes, and its attributes.</summary>
    public static (string Type, IEnumerable<GraphTensor?> Tensors, ProtobufWriter[] Attributes) Of(GraphOperation operation) => operation switch
    {
        GraphOperation.Convolution one => (
            "Conv", [one.Weight, one.Bias], [.. Window(one.KernelSize, one.Stride, one.Padding), Integer("group", one.Groups)]),
        GraphOperation.Dense one => ("Gemm", [one.Weight, one.Bias], [Integer("transB", 1)]),
        GraphOperation.Normalization one => (
            "BatchNormalization", [one.Scale, one.Shift, one.Mean, one.Variance], [Single("epsilon", one.Eps)]),
        GraphOperation.Rectification => ("Relu", [], []),
        GraphOperation.MaximumPooling one => ("MaxPool", [], Window(one.KernelSize, one.Stride, one.Padding)),
        GraphOperation.AveragePooling one => (
            "AveragePool", [], [.. Window(one.KernelSize, one.Stride, one.Padding), Integer("count_include_pad", 1)]),
        GraphOperation.GlobalAverage => ("GlobalAveragePool", [], []),
        GraphOperation.Flattening => ("Flatten", [], [Integer("axis", 1)]),
        GraphOperation.Addition => ("Add", [], []),
        _ => throw new ArgumentException($"There is no operator for {operation}.", nameof(operation)),
    };

    private static ProtobufWriter[] Window(int kernelSize, int stride, int padding) =>
    [
        Integers("kernel_shape", kernelSize, kernelSize),
        Integers("strides", stride, stride),
        Integers("pads", padding, padding, padding, padding),
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
