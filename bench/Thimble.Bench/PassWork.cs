using Thimble.Layers;

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
        return layer.Traits switch
        {
            // Input and output (or its gradient) each once, whichever of the three is computed.
            { HasWeights: true } => new(layer.MultiplyAdds, sizeof(float) * (input + output)),
            // The statistics read the values; they are used by the next step. Backwards both passes read values and gradient.
            { Normalizes: true } => work == "forward" ? Statistics(layer) : new(0, sizeof(float) * input * (work == "backward" ? 3 : 2)),
            // A maximum also writes where it was.
            { IsPool: true, IsLinear: false } => new(0, sizeof(float) * (input + (2 * output))),
            { IsPool: true } => new(0, sizeof(float) * (input + output)),
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
    public static string Describe(ResolvedLayer layer) => layer.Traits is { HasWeights: true, HasWindow: true }
        ? $"{layer.Layer.Kind} {layer.Window.Kernel}, {layer.Input.Channels}→{layer.Output}"
        : $"{layer.Layer.Kind}, {layer.Input}";

    private static PassWork Statistics(ResolvedLayer layer) => new(0, sizeof(float) * layer.Input.Size);
}
