using Thimble.Graph;

namespace Thimble.Engine.Blocks;

/// <summary>
/// The backward half of a <see cref="BlockEmitter"/>. Steps are asked from the last to the first. A value that several
/// steps read has the sum of what they give; where nothing before it learns, no gradient is computed.
/// </summary>
internal sealed class BackwardEmitter
{
    private readonly BlockEmitter _forward;
    private readonly Dictionary<int, Activation> _gradients = [];
    private readonly Dictionary<int, Activation> _channelSums = [];
    private readonly HashSet<GraphTensor> _written = [];
    private readonly HashSet<int> _learning = [];

    /// <summary>Begins with nothing.</summary>
    public BackwardEmitter(BlockEmitter forward)
    {
        _forward = forward;
        Gradients = new(forward.Batch.BlockCapacity, perWorker: false);
        foreach (Step step in forward.Plan.Steps)
        {
            if (step.Operation.Tensors.Any(tensor => !tensor.IsStatistic) || step.Inputs.Any(reading => _learning.Contains(reading.Value)))
                _learning.Add(step.Output);
        }
    }

    /// <summary>The backward passes.</summary>
    public PassList Passes { get; } = new("backward");

    /// <summary>Memory of gradients.</summary>
    public ActivationPool Gradients { get; }

    /// <summary>Whether anything before a value learns.</summary>
    public bool Needs(Reading reading) => _learning.Contains(reading.Value);

    /// <summary>Whether a tensor's gradient is to be added to what is there, because a step that shares it has been here before.</summary>
    public bool AddsTo(GraphTensor tensor) => !_written.Add(tensor);

    /// <summary>Hands on the gradient of a value, to keep or to add to what others have given.</summary>
    public unsafe void Give(Reading reading, Activation gradient)
    {
        if (!Needs(reading))
        {
            Gradients.Return(gradient);
            return;
        }

        if (_gradients.TryAdd(reading.Value, gradient))
            return;
        Activation sum = _gradients[reading.Value];
        Passes.AddBlock((block, worker) => _forward.Kernels.Add(gradient.Block(block, worker), sum.Block(block, worker), sum.Floats), "sum of gradients");
        Gradients.Return(gradient);
    }

    /// <summary>Leaves the sums over the pixels of each channel of the gradient of a value.</summary>
    public void GiveChannelSums(Reading reading, Activation sums) => _channelSums[reading.Value] = sums;

    /// <summary>The sums that the reader of a step's output has left.</summary>
    public Activation ChannelSumsOf(Step step) => _channelSums[step.Output];

    /// <summary>Asks every step, from the last to the first.</summary>
    public void Emit(IReadOnlyList<(Step Step, BlockStep Emitted)> steps, Activation resultGradient)
    {
        _gradients[_forward.Plan.Graph.Result] = resultGradient;
        foreach ((Step step, BlockStep emitted) in steps.Reverse())
        {
            if (!_learning.Contains(step.Output) || !_gradients.TryGetValue(step.Output, out Activation? gradient))
                continue;
            Passes.Layer = step.Layer;
            emitted.AddBackward(gradient, this);
        }

        Passes.Layer = "";
    }
}
