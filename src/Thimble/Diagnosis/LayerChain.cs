using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis;

/// <summary>Layers one behind the other: a network's own, or those of one residual branch.</summary>
internal static class LayerChain
{
    /// <summary>Every chain of a network, its own first.</summary>
    public static IEnumerable<IReadOnlyList<ResolvedLayer>> AllIn(NetworkDefinition network) => Within(network.Layers);

    /// <summary>Neighbours in every chain of a network.</summary>
    public static IEnumerable<(ResolvedLayer First, ResolvedLayer Second)> Neighbours(NetworkDefinition network) =>
        AllIn(network).SelectMany(chain => chain.Zip(chain.Skip(1)));

    /// <summary>The layer as the summary numbers it: <c>Conv2d-14</c>.</summary>
    public static string Label(this ResolvedLayer layer) => $"{layer.Layer.Kind}-{layer.Place + 1}";

    /// <summary>Whether the layer multiplies by trained weights.</summary>
    public static bool HasWeights(this ResolvedLayer layer) => layer.Layer is Conv2d or Linear;

    /// <summary>The share that a dropout layer sets to zero; 0 for any other layer.</summary>
    public static float DropRate(this ResolvedLayer layer) => layer.Layer switch
    {
        Dropout dropout => dropout.P,
        Dropout2d dropout => dropout.P,
        _ => 0,
    };

    /// <summary>Layers in a sentence: <c>Conv2d-1, Conv2d-5 and Conv2d-9</c>.</summary>
    public static string Listed(this IEnumerable<ResolvedLayer> layers) => Figures.Listed(layers.Select(Label));

    private static IEnumerable<IReadOnlyList<ResolvedLayer>> Within(IReadOnlyList<ResolvedLayer> chain) =>
        chain.Where(layer => layer.Branch.Count > 0).SelectMany(layer => Within(layer.Branch)).Prepend(chain);
}
