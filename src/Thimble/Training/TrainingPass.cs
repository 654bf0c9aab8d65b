using Thimble.Engine;
using Thimble.Engine.Blocks;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Training;

/// <summary>
/// A network compiled for training: forward, loss and backward of a batch. All memory is planned when it is made;
/// a run allocates nothing.
/// </summary>
internal sealed unsafe class TrainingPass
{
    private readonly Network _network;
    private readonly WorkerPool _workers;
    private readonly WorkerChoice _choice;
    private readonly int _batchSize;
    private readonly BatchState _batch;
    private readonly TensorMemory _tensors;
    private readonly BlockEmitter _forward;
    private readonly BackwardEmitter _backward;
    private readonly Activation _logitsGradient;
    private readonly float _labelSmoothing;
    private readonly double[] _losses;
    private readonly int[] _predictions;
    private readonly float[] _gradients;
    private IBatchSource? _source;

    /// <summary>Compiles the network.</summary>
    /// <param name="network">The network; its weights are read at every run, its running statistics updated.</param>
    /// <param name="batchSize">The most samples in a batch.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes.</param>
    /// <param name="seed">The seed of dropout.</param>
    /// <param name="workers">Who does the work.</param>
    /// <param name="kernels">The kernels to use; the processor's widest by default.</param>
    /// <param name="fusions">The rules to fuse by; all of them by default.</param>
    /// <param name="graph">What the network computes, if it is not to be its own graph: without dropout, say.</param>
    public TrainingPass(
        Network network, int batchSize, float labelSmoothing, ulong seed, WorkerPool workers, KernelSet? kernels = null,
        IReadOnlyList<Fusion>? fusions = null, NetworkGraph? graph = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _network = network;
        _workers = workers;
        _choice = new(workers.Count, Environment.ProcessorCount);
        _batchSize = batchSize;
        _labelSmoothing = labelSmoothing;
        _batch = new(batchSize, seed);
        _tensors = new(network, _batch.BlockCapacity);
        _losses = new double[batchSize];
        _predictions = new int[batchSize];
        _gradients = new float[network.Values.Length];

        Plan plan = Plan.Of(graph ?? network.Definition.Graph, isTraining: true, fusions);
        _forward = new(plan, _tensors, _batch, workers.Count, kernels ?? KernelSet.Best, ReadInput);
        _forward.Forward.AddBlock(Loss);
        _backward = _forward.Backward(out _logitsGradient);
    }

    /// <summary>The gradient of the last batch's mean loss, laid out as <see cref="Network.Values"/>.</summary>
    public Span<float> Gradients => _gradients;

    /// <summary>Forward, loss and backward; updates the running statistics.</summary>
    /// <param name="source">The samples; at least one, and no more than the batch size.</param>
    /// <param name="epoch">The epoch, from 1, which dropout depends on.</param>
    public BatchResult Run(IBatchSource source, int epoch)
    {
        _source = source;
        _batch.Count = source.Count;
        _batch.Epoch = epoch;
        for (int i = 0; i < source.Count; i++)
        {
            _batch.SampleIndices[i] = source.SampleIndex(i);
            _batch.Targets[i] = source.TargetOf(i);
        }

        foreach (Action prepare in _forward.Preparations)
            prepare();
        RunPasses();
        _tensors.SumGradients(_batch.Blocks, _gradients);
        _network.BatchesTracked++;
        return Result();
    }

    /// <summary>Puts another pass in place of each, for measurements: see <see cref="PassList.Replace"/>.</summary>
    public void ReplacePasses(Func<PassName, BlockPass, BlockPass> replacement)
    {
        _forward.Forward.Replace(replacement);
        _backward.Passes.Replace(replacement);
    }

    /// <summary>The logits of the last batch: sample after sample, one number a class.</summary>
    public float[] Logits()
    {
        int classes = _forward.Result.Size;
        var logits = new float[_batch.Count * classes];
        for (int i = 0; i < logits.Length; i++)
        {
            int sample = i / classes;
            logits[i] = _forward.Result.Block(sample / Lanes.PerBlock, worker: 0)[(i % classes * Lanes.PerBlock) + (sample % Lanes.PerBlock)];
        }

        return logits;
    }

    /// <summary>Adds the samples of the last batch that were predicted with confidence as another class than their label.</summary>
    public void AddMistakes(List<LateMistake> mistakes)
    {
        int classes = _forward.Result.Size;
        float[] logits = Logits();
        for (int i = 0; i < _batch.Count; i++)
        {
            if (_predictions[i] == _batch.Targets[i].Main)
                continue;
            float confidence = (float)Softmax.ProbabilityOf(logits.AsSpan(i * classes, classes), _predictions[i]);
            if (confidence >= LateMistakes.LeastConfidence)
                mistakes.Add(new(_batch.SampleIndices[i], _predictions[i], confidence));
        }
    }

    private void RunPasses()
    {
        _workers.Active = _choice.Workers;
        long start = TimeProvider.System.GetTimestamp();
        _forward.Forward.Run(_workers, _batch.Blocks);
        _backward.Passes.Run(_workers, _batch.Blocks);
        // A smaller batch would be compared with whole ones.
        if (_batch.Count == _batchSize)
            _choice.Took(TimeProvider.System.GetElapsedTime(start));
        _workers.Active = _workers.Count;
    }

    private void ReadInput(Activation image, int block, int worker)
    {
        float* input = image.Block(block, worker);
        int first = block * Lanes.PerBlock;
        int samples = _batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
            _source!.WriteImage(first + lane, input + lane, Lanes.PerBlock);
    }

    private void Loss(int block, int worker)
    {
        int first = block * Lanes.PerBlock;
        int samples = _batch.SamplesIn(block);
        CrossEntropy.Compute(
            _forward.Result.Block(block, worker),
            _forward.Result.Size,
            _batch.Targets.AsSpan(first, samples),
            _labelSmoothing,
            1f / _batch.Count,
            _logitsGradient.Block(block, worker),
            _losses.AsSpan(first, samples),
            _predictions.AsSpan(first, samples));
    }

    private BatchResult Result()
    {
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < _batch.Count; i++)
        {
            loss += _losses[i];
            correct += _predictions[i] == _batch.Targets[i].Main ? 1 : 0;
        }

        return new(loss / _batch.Count, correct);
    }
}
