using Thimble.Data;
using Thimble.Execution;
using Thimble.Kernels;
using Thimble.Networks;

namespace Thimble.Evaluation;

/// <summary>
/// A network at work: running statistics, no dropout. Blocks do not depend on each other here, so a worker takes a
/// block through the whole network while it is in the cache.
/// </summary>
public sealed unsafe class Evaluator : IDisposable
{
    private readonly WorkerPool _workers;
    private readonly bool _ownsWorkers;
    private readonly BatchState _batch = new(capacity: 0, seed: 0);
    private readonly Compilation _compilation;
    private readonly Activation _input;
    private readonly Activation _output;
    private readonly SingleImagePass? _single;
    private readonly TakenUpWeights _weights;
    private IBatchSource? _source;
    private float* _logits;

    /// <summary>Compiles the network. Later changes of its weights are seen.</summary>
    /// <param name="network">The network.</param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public Evaluator(Network network, int? threads = null)
        : this(network, new WorkerPool(threads ?? Environment.ProcessorCount))
    {
        _ownsWorkers = true;
    }

    /// <summary>Compiles the network for workers that someone else owns.</summary>
    internal Evaluator(Network network, WorkerPool workers, KernelSet? kernels = null)
    {
        _workers = workers;
        _weights = new(network);
        Classes = network.Definition.ClassCount;
        _compilation = new(network.TensorMemory(blocks: 0), _batch, workers.Count, training: false)
        {
            Kernels = kernels ?? KernelSet.Best,
        };
        _input = _compilation.Activations.Rent(network.Definition.Input.Size);
        _compilation.Forward.AddBlock(ReadInput);
        _output = _compilation.Settled(
            NetworkCompiler.Compile(network, _input, _compilation).Output, network.Definition.Output);
        _compilation.Forward.AddBlock(WriteLogits);
        _single = SingleImagePass.Create(network, _compilation.Kernels);
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>Loss and accuracy on a set of images.</summary>
    public EvaluationResult Evaluate(ImageDataset images, Normalization normalization) =>
        Judge(Logits(images, normalization), images.Labels, Classes);

    /// <summary>The network's logits: image after image, one number a class.</summary>
    public float[] Logits(ImageDataset images, Normalization normalization) =>
        Logits(new DatasetBatch(images, normalization));

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
            foreach (Action prepare in _compilation.Preparations)
                prepare();
        }

        // The workers are done before the memory may move again.
        fixed (float* first = logits)
        {
            _logits = first;
            _compilation.Forward.Run(_workers, _batch.Blocks);
        }
    }

    private void ReadInput(int block, int worker)
    {
        float* input = _input.Block(block, worker);
        int samples = _batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
            _source!.WriteImage((block * Lanes.PerBlock) + lane, input + lane, Lanes.PerBlock);
    }

    private void WriteLogits(int block, int worker)
    {
        float* output = _output.Block(block, worker);
        int samples = _batch.SamplesIn(block);
        var logits = new Span<float>(_logits + ((nint)block * Lanes.PerBlock * Classes), samples * Classes);
        for (int i = 0; i < logits.Length; i++)
            logits[i] = output[(i % Classes * Lanes.PerBlock) + (i / Classes)];
    }
}
