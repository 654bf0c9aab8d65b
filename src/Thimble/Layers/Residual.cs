using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>
/// A branch of layers whose output is added to its input, or to what the layers of a shortcut make of it (He et al., "Deep
/// Residual Learning", 2015).
/// </summary>
public sealed record Residual : Layer
{
    private static readonly Option BranchOption = new ThingsOption<Layer>("branch", LayerKinds.All, "a list of layers");

    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Residual>(
        "residual",
        "a branch whose output is added to its input",
        values => new(values.Things<Layer>("branch")!, values.Things<Layer>("shortcut")),
        (BranchOption, layer => layer.Branch),
        (new ThingsOption<Layer>("shortcut", LayerKinds.All, "a list of layers for the input itself, where the branch changes its shape") { Default = _ => null, DefaultText = "none" }, layer => layer.Shortcut))
    {
        Bare = BranchOption,
    };

    /// <summary>Describes a branch that is added to its input.</summary>
    /// <param name="branch">The layers of the branch, at least one; together they must keep the shape.</param>
    /// <exception cref="InvalidInputException">The branch is empty.</exception>
    public Residual(params IReadOnlyList<Layer> branch)
        : this(branch, shortcut: null)
    {
    }

    /// <summary>Describes a branch that is added to what a shortcut makes of its input.</summary>
    /// <param name="branch">The layers of the branch, at least one.</param>
    /// <param name="shortcut">The layers that the input itself passes through before the sum, to the same shape; null for none.</param>
    /// <exception cref="InvalidInputException">A list is empty.</exception>
    public Residual(IReadOnlyList<Layer> branch, IReadOnlyList<Layer>? shortcut)
    {
        Branch = new LayerList([.. branch]);
        Shortcut = shortcut is null ? null : new LayerList([.. shortcut]);
        Check(Schema);
    }

    /// <summary>The layers of the branch.</summary>
    public IReadOnlyList<Layer> Branch { get; }

    /// <summary>The layers that the input itself passes through before the sum; null for none.</summary>
    public IReadOnlyList<Layer>? Shortcut { get; }

    /// <inheritdoc/>
    internal override LayerTraits Traits => new() { IsLinear = false, HasSkip = true };

    internal override IReadOnlyList<(string Name, IReadOnlyList<Layer> Layers)> Parts =>
        Shortcut is null ? [("branch", Branch)] : [("branch", Branch), ("shortcut", Shortcut)];

    internal override Value Lower(GraphBuilder graph, Value input)
    {
        Value branch = graph.Inner("branch", Branch, input);
        Value skipped = Shortcut is null ? input : graph.Inner("shortcut", Shortcut, input);
        if (branch.Shape == skipped.Shape)
            return graph.Add(new Add(), [branch, skipped]);
        throw new InvalidInputException(Shortcut is null
            ? $"the branch turns {input.Shape} into {branch.Shape}, but it is added to its input and must keep the shape"
            : $"the branch turns {input.Shape} into {branch.Shape} and the shortcut into {skipped.Shape}; both must give the same shape");
    }
}
