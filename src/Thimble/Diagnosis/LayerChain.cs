using Thimble.Layers;

namespace Thimble.Diagnosis;

/// <summary>Layers in a row: a network's own, or those inside one of its layers.</summary>
internal static class LayerChain
{
    /// <summary>Every chain of a network, its own first.</summary>
    public static IEnumerable<IReadOnlyList<ResolvedLayer>> AllIn(NetworkDefinition network) => Within(network.Layers);

    /// <summary>Neighbours in every chain of a network.</summary>
    public static IEnumerable<(ResolvedLayer First, ResolvedLayer Second)> Neighbours(NetworkDefinition network) =>
        AllIn(network).SelectMany(chain => chain.Zip(chain.Skip(1)));

    /// <summary>The layer as the summary numbers it: <c>Conv2d-14</c>.</summary>
    public static string Label(this ResolvedLayer layer) => $"{layer.Layer.Kind}-{layer.Place + 1}";

    /// <summary>Layers in a sentence: <c>Conv2d-1, Conv2d-5 and Conv2d-9</c>.</summary>
    public static string Listed(this IEnumerable<ResolvedLayer> layers) => Figures.Listed(layers.Select(Label));

    private static IEnumerable<IReadOnlyList<ResolvedLayer>> Within(IReadOnlyList<ResolvedLayer> chain) =>
        chain.SelectMany(layer => layer.Parts).SelectMany(part => Within(part.Layers)).Prepend(chain);
}
