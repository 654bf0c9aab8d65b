using Thimble.Layers;

namespace Thimble.Diagnosis;

/// <summary>What a layer spends, and what it buys with it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="ParameterShare">Its share of the network's parameters, 0 to 1.</param>
/// <param name="MultiplyAddShare">Its share of the network's multiply-adds, 0 to 1.</param>
/// <param name="FieldGained">Pixels by which it widens the receptive field.</param>
internal sealed record LayerCost(ResolvedLayer Layer, double ParameterShare, double MultiplyAddShare, int FieldGained)
{
    /// <summary>Every layer that spends anything, in order.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<LayerCost> AllOf(NetworkDefinition network)
    {
        double parameters = Math.Max(1, network.ParameterCount);
        double multiplyAdds = Math.Max(1, network.MultiplyAdds);
        return
        [
            .. from layer in network.AllLayers()
               where layer.Parts.Count == 0 && (layer.ParameterCount > 0 || layer.MultiplyAdds > 0)
               select new LayerCost(layer, layer.ParameterCount / parameters, layer.MultiplyAdds / multiplyAdds, Gain(layer)),
        ];
    }

    // The jump after a layer is its own stride times that before it.
    private static int Gain(ResolvedLayer layer)
    {
        (Window window, Size2d jump) = (layer.Window, layer.ReceptiveField.Jump);
        return Math.Max((window.Kernel.Rows - 1) * (jump.Rows / window.Stride.Rows), (window.Kernel.Columns - 1) * (jump.Columns / window.Stride.Columns));
    }
}
