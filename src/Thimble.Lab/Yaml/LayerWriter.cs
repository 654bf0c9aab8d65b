using System.Text;
using Thimble.Layers;

namespace Thimble.Lab.Yaml;

/// <summary>Writes layers as <see cref="LayerReader"/> reads them, leaving out what is a default.</summary>
internal static class LayerWriter
{
    /// <summary>Writes a list of layers.</summary>
    /// <param name="yaml">Where to.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="indent">Spaces before each.</param>
    public static void Write(StringBuilder yaml, IEnumerable<Layer> layers, int indent)
    {
        foreach (Layer layer in layers)
        {
            yaml.Append(' ', indent).Append("- ").Append(Describe(layer)).Append('\n');
            if (layer is Residual residual)
                Write(yaml, residual.Branch, indent + 4);
        }
    }

    private static string Describe(Layer layer) => layer switch
    {
        Conv2d convolution => Describe(convolution),
        Linear { Bias: true, Share: null } linear => $"linear: {linear.OutFeatures}",
        Linear linear => $"linear: {{out: {linear.OutFeatures}{(linear.Bias ? "" : ", bias: false")}{Share(linear)}}}",
        ReLU => "relu",
        BatchNorm2d normalization when normalization == new BatchNorm2d() => "batch_norm2d",
        BatchNorm2d normalization => $"batch_norm2d: {{eps: {normalization.Eps}, momentum: {normalization.Momentum}}}",
        Dropout dropout => $"dropout: {dropout.P}",
        Dropout2d dropout => $"dropout2d: {dropout.P}",
        MaxPool2d pool => $"max_pool2d: {Pool(pool.KernelSize, pool.Stride, pool.Padding)}",
        AvgPool2d pool => $"avg_pool2d: {Pool(pool.KernelSize, pool.Stride, pool.Padding)}",
        AdaptiveAvgPool2d => "adaptive_avg_pool2d",
        Flatten => "flatten",
        Residual => "residual:",
        _ => throw new ArgumentException($"A layer of the kind {layer.Kind} has no form in YAML.", nameof(layer)),
    };

    private static string Describe(Conv2d convolution)
    {
        var usual = new Conv2d(convolution.OutChannels, convolution.KernelSize);
        var options = new StringBuilder($"conv2d: {{out: {convolution.OutChannels}, kernel: {convolution.KernelSize}");
        if (convolution.Stride != usual.Stride)
            options.Append($", stride: {convolution.Stride}");
        if (convolution.Padding != usual.Padding)
            options.Append($", padding: {convolution.Padding}");
        if (convolution.Groups != usual.Groups)
            options.Append($", groups: {convolution.Groups}");
        if (!convolution.Bias)
            options.Append(", bias: false");
        return options.Append(Share(convolution)).Append('}').ToString();
    }

    private static string Share(Layer layer) => layer.Share is { } name ? $", share: {name}" : "";

    private static string Pool(int kernel, int stride, int padding) =>
        stride == kernel && padding == 0 ? $"{kernel}" : $"{{kernel: {kernel}, stride: {stride}, padding: {padding}}}";
}
