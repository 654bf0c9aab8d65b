using Thimble.Engine;
using Thimble.Engine.Blocks;
using Thimble.Engine.Images;
using Thimble.Kernels;
using NetworkGraph = Thimble.Graph.NetworkGraph;

namespace Thimble;

/// <summary>
/// A network at work: running statistics, no dropout. Blocks do not depend on each other here, so a worker takes a
/// block through the whole network while it is in the cache.
/// </summary>
public sealed unsafe class Evaluator : IDisposable
{
    private readonly WorkerPool _workers;
    private readonly bool _ownsWorkers;
    private readonly BatchState _batch = new(capacity: 0, seed: 0);
    private readonly BlockEmitter _blocks;
    private readonly SingleImagePass? _single;
    private readonly PresentWeights _weights;
    private readonly Shape _input;
    private IBatchSource? _source;
    private float* _logits;

    /// <summary>Compiles the network. Later changes of its weights are seen.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public Evaluator(Network network, int? threads = null)
        : this(network.Definition.Graph, new TensorMemory(network, blocks: 0), new WorkerPool(threads ?? Environment.ProcessorCount), KernelSet.Best, ownsWorkers: true)
    {
    }

    /// <summary>Compiles the network for workers that someone else owns.</summary>
    internal Evaluator(Network network, WorkerPool workers, KernelSet? kernels = null)
        : this(network.Definition.Graph, new TensorMemory(network, blocks: 0), workers, kernels ?? KernelSet.Best)
    {
    }

    /// <summary>Compiles a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tensors">Its numbers.</param>
    /// <param name="workers">The workers.</param>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="fusions">The rules to fuse by; all of them by default.</param>
    /// <param name="observed">The values that are looked at, by their numbers in a graph without dropout.</param>
    /// <param name="observe">Is called with each observed value, right after it is written, block by block and on any thread.</param>
    /// <param name="ownsWorkers">Whether the workers end with it.</param>
    internal Evaluator(
        NetworkGraph graph, TensorMemory tensors, WorkerPool workers, KernelSet kernels, IReadOnlyList<Fusion>? fusions = null,
        IEnumerable<int>? observed = null, Action<int, Activation, int, int>? observe = null, bool ownsWorkers = false)
    {
        _workers = workers;
        _ownsWorkers = ownsWorkers;
        _weights = new(tensors);
        _input = graph.Input;
        Classes = graph.Output.Size;
        Plan plan = Plan.Of(graph, isTraining: false, fusions, observed);
        try
        {
            _blocks = new(plan, tensors, _batch, workers.Count, kernels, ReadInput, observe);
            _blocks.Forward.AddBlock(WriteLogits);
            _single = observe is null ? new(plan, tensors, kernels) : null;
        }
        catch
        {
            // Where the network is too large for the memory, nobody else can end the threads.
            Dispose();
            throw;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Loss and accuracy on a set of images.</summary>
    /// <exception cref="InvalidInputException">
    /// The images have another shape than the network's input, or more classes than it knows, or the normalization is for another number of channels.
    /// </exception>
    public EvaluationResult Evaluate(ImageDataset images, Normalization normalization)
    {
        if (images.ClassCount > Classes)
            throw new InvalidInputException($"the network knows {Classes} classes, but the images have {images.ClassCount}; use other images or another network");
        return Judge(Logits(images, normalization), images.Labels, Classes);
    }

    /// <summary>The network's logits: image after image, one number a class.</summary>
    /// <exception cref="InvalidInputException">The images have another shape than the network's input, or the normalization is for another number of channels.</exception>
    public float[] Logits(ImageDataset images, Normalization normalization)
    {
        // They are written straight into memory of the input's size.
        if (images.ImageShape != _input)
            throw new InvalidInputException($"the network takes images of {_input}, but these are {images.ImageShape}; use other images or another network");
        return Logits(new DatasetBatch(images, normalization));
    }

    /// <summary>Loss and accuracy of logits.</summary>
    /// <param name="logits">Image after image, one number a class.</param>
    /// <param name="labels">One label an image.</param>
    /// <param name="classes">The number of classes.</param>
    public static EvaluationResult Judge(ReadOnlySpan<float> logits, ReadOnlySpan<byte> labels, int classes)
    {
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> row = logits.Slice(i * classes, classes);
            loss += CrossEntropy.LossOf(row, labels[i]);
            correct += CrossEntropy.IndexOfLargest(row) == labels[i] ? 1 : 0;
        }

        return new(labels.Length == 0 ? 0 : loss / labels.Length, correct, labels.Length);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_ownsWorkers)
            _workers.Dispose();
    }

    /// <summary>The network's logits: sample after sample, one number a class.</summary>
    internal float[] Logits(IBatchSource source)
    {
        float[] logits = new float[source.Count * Classes];
        Logits(source, logits);
        return logits;
    }

    /// <summary>The network's logits. Allocates nothing.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="logits">Receives them, sample after sample, one number a class.</param>
    internal void Logits(IBatchSource source, Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, source.Count * Classes);
        if (_single is not null && source.Count == 1)
        {
            _single.Prepare();
            _single.Run(source, sample: 0, logits);
            return;
        }

        _source = source;
        _batch.Count = source.Count;
        if (_weights.HaveChanged())
        {
            foreach (Action prepare in _blocks.Preparations)
                prepare();
        }

        // The workers are done before the memory may move again.
        fixed (float* first = logits)
        {
            _logits = first;
            _blocks.Forward.Run(_workers, _batch.Blocks);
        }
    }

    private void ReadInput(Activation image, int block, int worker)
    {
        float* input = image.Block(block, worker);
        int samples = _batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
            _source!.WriteImage((block * Lanes.PerBlock) + lane, input + lane, Lanes.PerBlock);
    }

    private void WriteLogits(int block, int worker)
    {
        float* output = _blocks.Result.Block(block, worker);
        int samples = _batch.SamplesIn(block);
        var logits = new Span<float>(_logits + ((nint)block * Lanes.PerBlock * Classes), samples * Classes);
        for (int i = 0; i < logits.Length; i++)
            logits[i] = output[(i % Classes * Lanes.PerBlock) + (i / Classes)];
    }
}
