using System.Collections;

namespace Thimble.Layers;

/// <summary>An unchangeable list of layers that equals another if its layers do: what a record's equality needs.</summary>
/// <param name="layers">The layers; the array must not change afterwards.</param>
internal sealed class LayerList(params Layer[] layers) : IReadOnlyList<Layer>, IEquatable<LayerList>
{
    /// <inheritdoc/>
    public int Count => layers.Length;

    /// <inheritdoc/>
    public Layer this[int index] => layers[index];

    /// <inheritdoc/>
    public bool Equals(LayerList? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerList);

    /// <inheritdoc/>
    public override int GetHashCode() => layers.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
