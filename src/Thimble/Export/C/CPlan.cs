using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>
/// A graph as a list of steps and the places of their values in one block of memory. A value's place is free again once
/// its last reader is done, so the block is about as large as the two largest neighbours.
/// </summary>
internal sealed class CPlan
{
    private readonly Dictionary<int, int> _origins = [];
    private readonly Dictionary<int, int> _places = [];

    private CPlan(NetworkGraph graph)
    {
        Graph = graph;
        // A flat vector is the same numbers in the same order.
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            if (graph.Nodes[node].Operation is Reshape)
                _origins[node] = graph.Nodes[node].Inputs[0];
        }

        Steps = Fuse(graph);
        PlaceValues();
    }

    /// <summary>The graph.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>The steps, in the order in which they run.</summary>
    public IReadOnlyList<CStep> Steps { get; }

    /// <summary>Numbers in the block of memory.</summary>
    public int MemorySize { get; private set; }

    /// <summary>The program of a graph; normalizations are worked into the convolutions before them.</summary>
    public static CPlan Of(NetworkGraph graph) => new(NormalizationFolding.Fold(graph, forward: false));

    /// <summary>Where a value begins in the block of memory.</summary>
    public int PlaceOf(int value) => _places[Origin(value)];

    /// <summary>The value that a flat vector was made from, or the value itself.</summary>
    public int Unflattened(int value)
    {
        while (value != NetworkGraph.InputValue && Graph.Nodes[value].Operation is Reshape)
            value = Graph.Nodes[value].Inputs[0];
        return value;
    }

    // The value whose place this one has: its own, or that of what it was made from in place.
    private int Origin(int value)
    {
        while (_origins.TryGetValue(value, out int origin))
            value = origin;
        return value;
    }

    private List<CStep> Fuse(NetworkGraph graph)
    {
        var steps = new List<CStep>();
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            GraphNode one = graph.Nodes[node];
            if (one.Operation is Reshape)
                continue;
            if (Absorb(steps, graph, node))
            {
                // The step still writes where it did.
                if (_origins.TryGetValue(one.Inputs[0], out int origin))
                    _origins[node] = origin;
                continue;
            }

            steps.Add(Begin(one, node));
            if (IsDoneInPlace(graph, steps[^1]))
                _origins[node] = Origin(steps[^1].Inputs[0]);
        }

        return steps;
    }

    // A normalization or a rectification whose input nobody else reads is done by the step that makes that input.
    private static bool Absorb(List<CStep> steps, NetworkGraph graph, int node)
    {
        GraphNode one = graph.Nodes[node];
        if (steps.Count == 0 || steps[^1].Value != one.Inputs[0] || graph.OnlyReaderOf(one.Inputs[0]) is null)
            return false;
        if (steps[^1].Operation is MaximumPool or AveragePool or Pointwise)
            return false;
        if (steps[^1].Finish.Then(one) is not { } finish)
            return false;
        steps[^1] = steps[^1] with { Finish = finish, Value = node };
        return true;
    }

    private static CStep Begin(GraphNode node, int value) => CFinish.None.Then(node) is { } finish
        ? new(node.Name, new Reshape(node.Output), node.Inputs, value, node.Output, finish)
        : new(node.Name, node.Operation, node.Inputs, value, node.Output, CFinish.None);

    // Number by number, so the result may take the place of an input that nobody else reads.
    private bool IsDoneInPlace(NetworkGraph graph, CStep step) =>
        step.Operation is Add or Multiply or Pointwise or Reshape
        && ReadersOf(graph, Origin(step.Inputs[0])) == 1;

    private int ReadersOf(NetworkGraph graph, int origin) => Enumerable.Range(0, graph.Nodes.Count)
        .Where(node => graph.Nodes[node].Operation is not Reshape)
        .Sum(node => graph.Nodes[node].Inputs.Count(input => Origin(input) == origin));

    private void PlaceValues()
    {
        // First and last step at which each place is in use; the image is there before the first, the logits after the last.
        var uses = new Dictionary<int, (int First, int Last)> { [NetworkGraph.InputValue] = (-1, -1) };
        for (int i = 0; i < Steps.Count; i++)
        {
            foreach (int input in Steps[i].Inputs)
                uses[Origin(input)] = (uses[Origin(input)].First, i);
            int made = Origin(Steps[i].Value);
            uses[made] = uses.TryGetValue(made, out (int First, int Last) use) ? (use.First, i) : (i, i);
        }

        int logits = Origin(Graph.Result);
        uses[logits] = (uses[logits].First, Steps.Count);
        var placed = new List<(int Begin, int End, int First, int Last)>();
        foreach ((int value, (int first, int last)) in uses.OrderByDescending(use => Graph.ShapeOf(use.Key).Size))
        {
            int size = Graph.ShapeOf(value).Size;
            int begin = 0;
            foreach ((int taken, int end, _, _) in placed.Where(one => one.First <= last && first <= one.Last).OrderBy(one => one.Begin))
            {
                if (begin + size <= taken)
                    break;
                begin = Math.Max(begin, end);
            }

            placed.Add((begin, begin + size, first, last));
            _places[value] = begin;
            MemorySize = Math.Max(MemorySize, begin + size);
        }
    }
}
