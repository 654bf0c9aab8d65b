using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>
/// Turns a plan into passes over blocks of samples: forward, and in training backward. It places every value and gradient
/// in memory; the steps' own classes put their work into the lists of passes.
/// </summary>
internal sealed class BlockEmitter : IOperationVisitor<Step, BlockStep>
{
    private readonly Dictionary<int, Activation> _values = [];
    private readonly Dictionary<int, DeferredAffine> _affines = [];
    // By the memory that values share: readings that are still to come, and whether the backward pass needs the content.
    private readonly Dictionary<Activation, Activation> _owners = [];
    private readonly Dictionary<Activation, int> _readings = [];
    private readonly HashSet<Activation> _kept = [];
    private readonly List<(Step Step, BlockStep Emitted)> _steps = [];

    /// <summary>Emits a plan's forward passes.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tensors">The numbers.</param>
    /// <param name="batch">The batch that the passes will work on.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="readInput">Writes the images of a block to where they are read.</param>
    /// <param name="observe">Is called with each observed value, right after it is written, block by block.</param>
    public BlockEmitter(
        Plan plan, TensorMemory tensors, BatchState batch, int workers, KernelSet kernels, Action<Activation, int, int> readInput,
        Action<int, Activation, int, int>? observe = null)
    {
        Plan = plan;
        Tensors = tensors;
        Batch = batch;
        Kernels = kernels;
        Scratch = new(workers);
        Activations = new(plan.IsTraining ? batch.BlockCapacity : workers, perWorker: !plan.IsTraining);
        Activation image = Place(NetworkGraph.InputValue, NewOutput(plan.Graph.Input));
        Forward.AddBlock((block, worker) => readInput(image, block, worker));
        foreach (Step step in plan.Steps)
        {
            Forward.Layer = step.Layer;
            _steps.Add((step, step.Operation.Accept(this, step)));
            if (observe is not null && plan.Observed.Contains(step.Output))
            {
                Activation written = _values[step.Output];
                int value = step.Output;
                Forward.AddBlock((block, worker) => observe(value, written, block, worker), "observe");
            }

            foreach (Reading reading in step.Inputs)
                Release(_values[reading.Value]);
        }

        Forward.Layer = "";
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>The numbers.</summary>
    public TensorMemory Tensors { get; }

    /// <summary>The batch that the passes will work on.</summary>
    public BatchState Batch { get; }

    /// <summary>The kernels to use.</summary>
    public KernelSet Kernels { get; }

    /// <summary>What must be done again whenever the weights have changed, before anything else.</summary>
    public List<Action> Preparations { get; } = [];

    /// <summary>The forward passes.</summary>
    public PassList Forward { get; } = new("forward");

    /// <summary>Memory within a pass.</summary>
    public ScratchMemory Scratch { get; }

    /// <summary>Where the network's output is.</summary>
    public Activation Result => _values[Plan.Graph.Result];

    private ActivationPool Activations { get; }

    /// <summary>Emits the backward passes.</summary>
    /// <param name="resultGradient">Makes the room for the output's gradient known: its passes have been added by the caller.</param>
    public BackwardEmitter Backward(out Activation resultGradient)
    {
        var backward = new BackwardEmitter(this);
        resultGradient = backward.Gradients.Rent(Plan.Graph.Output.Size);
        backward.Emit(_steps, resultGradient);
        return backward;
    }

    /// <summary>Where a value is that a step reads; with <see cref="Reading.IsScaled"/> the numbers are still to be scaled.</summary>
    public Activation ValueOf(Reading reading) => _values[reading.Value];

    /// <summary>What a step does to a value as it reads it; null for nothing.</summary>
    public DeferredAffine? AffineOf(Reading reading) => reading.IsScaled ? _affines[reading.Value] : null;

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(Reading reading) => Plan.Graph.ShapeOf(reading.Value);

    /// <summary>Room for values of a shape, apart from the inputs.</summary>
    public Activation NewOutput(Shape shape) => Activations.Rent(shape.Size);

    /// <summary>Room for a step's output: where its input is, if nobody needs that any more, and room of its own otherwise.</summary>
    public Activation OutputInPlace(Step step, Activation input)
    {
        Activation owner = _owners[input];
        bool isFree = _readings[owner] == 1 && !_kept.Contains(owner) && !(Plan.IsTraining && step.Operation.DerivativeReads.HasFlag(DerivativeReads.Inputs));
        return isFree ? input : NewOutput(step.Shape);
    }

    /// <summary>Room that is free again as soon as the steps before the next have run; in training, never.</summary>
    public Activation NewScratchOutput(Shape shape)
    {
        Activation scratch = NewOutput(shape);
        if (!Plan.IsTraining)
            Activations.Return(scratch);
        return scratch;
    }

    public BlockStep Visit(Convolution operation, Step step) => new ConvolutionBlock(operation, this, step);

    // In the engine's layout a flat vector is an image of one pixel: a dense layer is a 1×1 convolution of it.
    public BlockStep Visit(Dense operation, Step step) =>
        new ConvolutionBlock(new Convolution(operation.Weight, operation.Bias, Window.Point, Groups: 1), this, step);

    public BlockStep Visit(Affine operation, Step step) => new AffineBlock(new FixedCoefficients(operation, this, step), this, step);

    public BlockStep Visit(BatchNormalization operation, Step step) => new AffineBlock(new BatchCoefficients(operation, this, step), this, step);

    public BlockStep Visit(Pointwise operation, Step step) => new PointwiseBlock(operation, this, step);

    public BlockStep Visit(MaximumPool operation, Step step) => new MaximumPoolBlock(operation, this, step);

    public BlockStep Visit(AveragePool operation, Step step) => new AveragePoolBlock(operation, this, step);

    public BlockStep Visit(Mask operation, Step step) => new MaskBlock(operation, this, step);

    public BlockStep Visit(Reshape operation, Step step) => new ReshapeBlock(this, step);

    public BlockStep Visit(Add operation, Step step) => new AddBlock(this, step);

    public BlockStep Visit(Multiply operation, Step step) => new MultiplyBlock(this, step);

    /// <summary>Makes known where a step's output is: in room of its own, or where an input is.</summary>
    public Activation Place(Step step, Activation output, DeferredAffine? affine = null)
    {
        if (affine is not null)
            _affines.Add(step.Output, affine);
        if (Plan.IsTraining)
        {
            if (step.Operation.DerivativeReads.HasFlag(DerivativeReads.Inputs))
                _kept.UnionWith(step.Inputs.Select(reading => _owners[_values[reading.Value]]));
            if (step.Operation.DerivativeReads.HasFlag(DerivativeReads.Output) || (step.Epilogue.Rectifies && affine is null))
                _kept.Add(_owners.GetValueOrDefault(output, output));
        }

        return Place(step.Output, output);
    }

    private Activation Place(int value, Activation output)
    {
        _values[value] = output;
        Activation owner = _owners.TryGetValue(output, out Activation? known) ? known : _owners[output] = output;
        int readings = Plan.Steps.Sum(step => step.Inputs.Count(input => input.Value == value)) + (value == Plan.Graph.Result ? 1 : 0);
        _readings[owner] = _readings.GetValueOrDefault(owner) + readings;
        return output;
    }

    // In training the backward pass comes back to every value.
    private void Release(Activation value)
    {
        Activation owner = _owners[value];
        if (--_readings[owner] == 0 && !Plan.IsTraining)
            Activations.Return(owner);
    }
}

/// <summary>A step at work on blocks: its constructor has added its forward passes.</summary>
internal abstract class BlockStep
{
    /// <summary>Adds the backward passes.</summary>
    /// <param name="outputGradient">The gradient of the output; the step may overwrite it, and has to give it on or return it.</param>
    /// <param name="to">Where passes and gradients go.</param>
    public abstract void AddBackward(Activation outputGradient, BackwardEmitter to);
}
