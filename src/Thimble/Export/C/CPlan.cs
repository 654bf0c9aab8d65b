using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>
/// A graph as a list of steps, and the places of their whole values in one block of memory, for who computes them one after the other
/// (<see cref="Int8Interpreter"/>; the exported C keeps rows: <see cref="RowPlan"/>).
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

    /// <summary>Whether a step puts its output straight into the logits, which have more than 8 bits.</summary>
    public bool WritesLogits(CStep step) => step == Steps[^1] && step.Operation is not (MaximumPool or Pointwise);

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
        int[] values = [.. uses.Keys];
        (int[] places, MemorySize) = MemoryPlaces.Of([.. values.Select(value => (Graph.ShapeOf(value).Size, uses[value].First, uses[value].Last))]);
        for (int i = 0; i < values.Length; i++)
            _places[values[i]] = places[i];
    }
}
