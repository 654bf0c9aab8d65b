using Thimble.Layers;

namespace Thimble.Lab.Reports;

/// <summary>
/// A box of the drawing: a layer that mixes channels or pixels, and those after it that work on each number or channel alone, as people
/// name them together. What follows a residual branch is beside its sum.
/// </summary>
/// <param name="Head">The layer that begins the box.</param>
/// <param name="Rest">The layers after it.</param>
internal sealed record NetworkRow(ResolvedLayer Head, IReadOnlyList<ResolvedLayer> Rest)
{
    /// <summary>The last layer of the box.</summary>
    public ResolvedLayer Last => Rest.Count > 0 ? Rest[^1] : Head;

    /// <summary>The first layer in words: <c>Conv2d 3×3, stride 2</c>.</summary>
    public string Title => Name(Head);

    /// <summary>The other layers in words; empty where there is none.</summary>
    public string Others => string.Join(", ", Rest.Select(Name));

    /// <summary>Trainable numbers of all layers of the box.</summary>
    public int Parameters => Rest.Sum(layer => layer.ParameterCount) + Head.ParameterCount;

    /// <summary>Multiply-adds of all layers of the box.</summary>
    public long MultiplyAdds => Rest.Sum(layer => layer.MultiplyAdds) + Head.MultiplyAdds;

    /// <summary>Parts layers in boxes. A residual branch begins one.</summary>
    public static IReadOnlyList<NetworkRow> Of(IReadOnlyList<ResolvedLayer> layers)
    {
        var rows = new List<NetworkRow>();
        foreach (ResolvedLayer layer in layers)
        {
            if (rows.Count == 0 || Begins(layer))
                rows.Add(new(layer, []));
            else
                rows[^1] = rows[^1] with { Rest = [.. rows[^1].Rest, layer] };
        }

        return rows;
    }

    private static bool Begins(ResolvedLayer layer) => layer.MultiplyAdds > 0 || layer.Traits.HasWindow || layer.Parts.Count > 0;

    private static string Name(ResolvedLayer layer)
    {
        string shared = layer.Owner is null ? "" : ", shared";
        if (!layer.Traits.HasWindow)
            return $"{layer.Layer.Kind}{shared}";
        string stride = layer.Window.Stride is { Rows: 1, Columns: 1 } || (layer.Traits.IsPool && layer.Window.Stride == layer.Window.Kernel)
            ? "" : layer.Window.Stride.IsSquare ? $", stride {layer.Window.Stride.Rows}" : $", stride {layer.Window.Stride}";
        string depthwise = layer.Traits.IsGrouped ? ", grouped" : "";
        return $"{layer.Layer.Kind} {layer.Window.Kernel}{stride}{depthwise}{shared}";
    }
}
