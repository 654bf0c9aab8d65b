using Thimble.Graph;

namespace Thimble.Engine;

/// <summary>A graph as steps, in the order in which they run. Blocks of samples and single images are emitted from the same plan.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Steps">The steps.</param>
/// <param name="IsTraining">Whether a backward pass follows.</param>
/// <param name="Observed">The values that are looked at from outside, and so have to be written.</param>
internal sealed record Plan(NetworkGraph Graph, IReadOnlyList<Step> Steps, bool IsTraining, IReadOnlySet<int> Observed)
{
    /// <summary>Plans a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="isTraining">Whether to train; dropout does nothing otherwise.</param>
    /// <param name="fusions">The rules to fuse by; all of them by default. Without any the plan is slow and obviously right.</param>
    /// <param name="observed">The values that are looked at from outside, by their numbers in a graph without idle nodes.</param>
    public static Plan Of(NetworkGraph graph, bool isTraining, IReadOnlyList<Fusion>? fusions = null, IEnumerable<int>? observed = null)
    {
        graph = isTraining ? graph.WithoutIdleNodes() : graph.WithoutDropout();
        var steps = new List<Step>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode node = graph.Nodes[i];
            steps.Add(new(node.Layer, node.Operation, [.. node.Inputs.Select(value => new Reading(value))], node.Output, i));
        }

        return Fusions.Apply(new(graph, steps, isTraining, new HashSet<int>(observed ?? [])), fusions ?? Fusions.All);
    }

    /// <summary>The step that writes a value, or null for the image.</summary>
    public Step? MakerOf(int value) => Steps.FirstOrDefault(step => step.Output == value);

    /// <summary>The steps that read a value.</summary>
    public IEnumerable<Step> ReadersOf(int value) => Steps.Where(step => step.Inputs.Any(input => input.Value == value));

    /// <summary>The one step that reads a value, and once only; null if others do, or the value is needed outside.</summary>
    public Step? OnlyReaderOf(int value) =>
        IsNeededOutside(value) || Steps.Sum(step => step.Inputs.Count(input => input.Value == value)) != 1 ? null : ReadersOf(value).Single();

    /// <summary>Whether a value has to be written, whatever reads it.</summary>
    public bool IsNeededOutside(int value) => value == Graph.Result || Observed.Contains(value);

    /// <summary>The plan with other steps in the place of some; a null takes a step out.</summary>
    public Plan With(params IReadOnlyList<(Step Old, Step? New)> changes) => this with
    {
        Steps = [.. Steps.Select(step => changes.Where(change => ReferenceEquals(change.Old, step)).Select(change => change.New).DefaultIfEmpty(step).First()).OfType<Step>()],
    };
}
