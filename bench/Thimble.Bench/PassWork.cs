using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Bench;

/// <summary>What a pass has to do for one image, however it does it.</summary>
/// <param name="MultiplyAdds">Multiply-adds of direct convolution.</param>
/// <param name="Bytes">Activations and gradients that it must read and write once; weights stay in a cache.</param>
internal sealed record PassWork(double MultiplyAdds, double Bytes)
{
    /// <summary>The work of a pass; null for layers that are not counted.</summary>
    public static PassWork? Of(ResolvedLayer layer, string work)
    {
        int input = layer.Input.Size;
        int output = layer.Output.Size;
        return layer.Layer switch
        {
            // Input and output (or its gradient) each once, whichever of the three is computed.
            Conv2d or Linear => new(layer.MultiplyAdds, sizeof(float) * (input + output)),
            // The statistics read the values; their use is put off. Backwards both passes read values and gradient.
            BatchNorm2d => work == "forward" ? Statistics(layer) : new(0, sizeof(float) * input * (work == "backward" ? 3 : 2)),
            MaxPool2d => new(0, sizeof(float) * (input + (2 * output))),
            AvgPool2d or AdaptiveAvgPool2d => new(0, sizeof(float) * (input + output)),
            _ => null,
        };
    }

    /// <summary>Direct convolution's multiply-adds of a training step for one image: the first layer needs no input gradient.</summary>
    public static double TrainingMultiplyAdds(NetworkDefinition network)
    {
        double all = network.AllLayers().Sum(layer => 3.0 * layer.MultiplyAdds);
        return all - network.AllLayers().First(layer => layer.MultiplyAdds > 0).MultiplyAdds;
    }

    /// <summary>A layer in a few words.</summary>
    public static string Describe(ResolvedLayer layer) => layer.Layer switch
    {
        Conv2d convolution => $"Conv2d {convolution.KernelSize}×{convolution.KernelSize}, {layer.Input.Channels}→{layer.Output}",
        _ => $"{layer.Layer.GetType().Name}, {layer.Input}",
    };

    private static PassWork Statistics(ResolvedLayer layer) => new(0, sizeof(float) * layer.Input.Size);
}
