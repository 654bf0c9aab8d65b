using Thimble.Engine;
using Thimble.Options;

namespace Thimble.Training;

/// <summary>
/// Trains a network: every epoch presents each training image once and then evaluates on the test images. The same
/// seed gives the same bits on any number of threads.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly Network _network;
    private readonly Recipe _recipe;
    private readonly Dataset _data;
    private readonly TimeProvider _time;
    private readonly WorkerPool _workers;
    private readonly TrainingPass _pass;
    private readonly Evaluator _evaluator;
    private readonly Optimizer _optimizer;
    private readonly ShuffledBatches _batches;
    private readonly WeightAverage? _average;
    private readonly float[] _goodValues;
    private readonly float[] _goodBufferValues;
    private IReadOnlyList<EpochResult> _before = [];
    private LateMistakes? _lateMistakes;

    /// <summary>Prepares the training; all memory is reserved here.</summary>
    /// <param name="network">The network; its weights are changed.</param>
    /// <param name="recipe">How to train it.</param>
    /// <param name="data">What to train and test on.</param>
    /// <param name="options">Seed and threads; the defaults if null.</param>
    /// <param name="time">The clock; the system's if null.</param>
    /// <exception cref="InvalidInputException">
    /// A value of the recipe or the options is out of its range, or the data's images, classes or normalization do not fit the network.
    /// </exception>
    public Trainer(Network network, Recipe recipe, Dataset data, TrainerOptions? options = null, TimeProvider? time = null)
    {
        options ??= new TrainerOptions();
        TrainerOptions.Schema.Check(options);
        Recipe.Schema.Check(recipe);
        CheckFit(network.Definition, data);
        _network = network;
        _recipe = recipe;
        _data = data;
        _time = time ?? TimeProvider.System;
        _workers = new WorkerPool(options.Threads ?? Environment.ProcessorCount);
        try
        {
            _pass = new(network, recipe.LargestBatch(data.Train), (float)recipe.LabelSmoothing, options.Seed, _workers);
            _evaluator = new(network, _workers);
            _optimizer = recipe.Optimizer.Create(network);
            _batches = new(data.Train, data.Normalization, recipe, options.Seed);
            _average = recipe.WeightAverageDecay is { } decay ? new WeightAverage(network, (float)decay) : null;
            _goodValues = network.Values.ToArray();
            _goodBufferValues = network.BufferValues.ToArray();
        }
        catch
        {
            // Where the network is too large for the memory, nobody else can end the threads.
            _workers.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes <see cref="Run"/> continue where another run of the same network, recipe, data and seed stopped, as if it had
    /// never stopped: the same bits.
    /// </summary>
    /// <param name="checkpoint">That run between two epochs.</param>
    /// <param name="completed">What each of its epochs up to there brought.</param>
    /// <exception cref="InvalidInputException">It is not of such a network and recipe.</exception>
    public void Resume(TrainingCheckpoint checkpoint, IReadOnlyList<EpochResult> completed)
    {
        CheckFit(checkpoint, completed.Count);
        checkpoint.Values.CopyTo(_network.Values);
        checkpoint.BufferValues.CopyTo(_network.BufferValues);
        _network.BatchesTracked = checkpoint.BatchesTracked;
        _optimizer.Restore(checkpoint.OptimizerSteps, checkpoint.OptimizerState);
        _average?.Restore(checkpoint.Average!);
        _before = completed;
        _lateMistakes = checkpoint.LateMistakes;
        // What was evaluated, and is kept if no further epoch is completed.
        _average?.Swap();
        KeepAsGood();
        if (checkpoint.Epoch < _recipe.Epochs)
            _average?.Swap();
    }

    /// <summary>
    /// Trains. Afterwards the network holds the weights of the last epoch that was evaluated (their average, if the
    /// recipe keeps one), also when the run was stopped or diverged.
    /// </summary>
    /// <param name="observer">Is told after every batch and epoch.</param>
    /// <param name="cancellation">Stops the run after the batch that is being trained.</param>
    public TrainingResult Run(ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        List<EpochResult> epochs = [.. _before];
        for (int epoch = _before.Count + 1; epoch <= _recipe.Epochs; epoch++)
        {
            long start = _time.GetTimestamp();
            List<LateMistake>? mistakes = LateMistakes.Counts(epoch, _recipe) ? [] : null;
            EpochProgress progress = TrainEpoch(epoch, start, mistakes, observer, cancellation);
            if (progress.Stopped == TrainingStatus.Cancelled)
                return Stopped(TrainingStatus.Cancelled, $"stopped in epoch {epoch}, after {progress.Images:N0} images", epochs);
            if (progress.Stopped == TrainingStatus.Diverged)
                return Stopped(TrainingStatus.Diverged, $"the loss was {progress.LastLoss} in epoch {epoch}, batch {progress.Batch}", epochs);

            if (mistakes is not null)
                _lateMistakes = LateMistakes.After(_lateMistakes, mistakes);
            TimeSpan trainingTime = _time.GetElapsedTime(start);
            TrainingCheckpoint? checkpoint = observer is null ? null : Checkpoint(epoch);
            _average?.Swap();
            EpochResult result = Evaluated(epoch, progress, trainingTime);
            if (WhatIsNotFinite(result) is { } problem)
                return Stopped(TrainingStatus.Diverged, $"{problem} after epoch {epoch}", epochs);
            KeepAsGood();
            epochs.Add(result);
            observer?.OnEpoch(result, _network);
            observer?.OnCheckpoint(checkpoint!);
            if (epoch < _recipe.Epochs)
                _average?.Swap();
        }

        return new(TrainingStatus.Completed, epochs) { EvaluatedSplit = _data.EvaluatedSplit, LateMistakes = _lateMistakes };
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _workers.Dispose();

    private static void CheckFit(NetworkDefinition network, Dataset data)
    {
        Shape image = data.Train.ImageShape;
        if (network.Input != image)
            throw new InvalidInputException($"the network takes images of {network.Input}, but those of '{data.Name}' are {image}; change the network's input or the data");
        if (network.ClassCount != data.Train.ClassCount)
            throw new InvalidInputException($"the network outputs {network.ClassCount} classes, but '{data.Name}' has {data.Train.ClassCount}; change the network's last layer");
        if (data.Train.Count == 0)
            throw new InvalidInputException($"'{data.Name}' has no training images");
        data.Normalization.CheckFits(image);
    }

    private void CheckFit(TrainingCheckpoint checkpoint, int epochs)
    {
        bool fits = checkpoint.Epoch == epochs && epochs <= _recipe.Epochs
            && checkpoint.Values.Length == _network.Values.Length && checkpoint.BufferValues.Length == _network.BufferValues.Length
            && checkpoint.OptimizerState.Select(state => state.Length).SequenceEqual(_optimizer.State.Select(state => state.Length))
            && checkpoint.Average is null == _average is null
            && (checkpoint.Average is not { } average
                || (average.Values.Length == _network.Values.Length && average.BufferValues.Length == _network.BufferValues.Length))
            && (checkpoint.LateMistakes?.Images.All(image => image.Index < _data.Train.Count && image.Class < _data.Train.ClassCount) ?? true);
        if (!fits)
            throw new InvalidInputException("the checkpoint is of another network, recipe or number of epochs; use the experiment that it was made with");
    }

    private TrainingCheckpoint Checkpoint(int epoch) => new(
        epoch, _network.Values.ToArray(), _network.BufferValues.ToArray(), _network.BatchesTracked,
        [.. _optimizer.State.Select(state => (float[])state.Clone())], _optimizer.Steps, _average?.Checkpoint())
    {
        LateMistakes = _lateMistakes,
    };

    private EpochProgress TrainEpoch(int epoch, long start, List<LateMistake>? mistakes, ITrainingObserver? observer, CancellationToken cancellation)
    {
        var progress = default(EpochProgress);
        _batches.StartEpoch(epoch);
        for (int batch = 0; batch < _batches.BatchCount; batch++)
        {
            if (cancellation.IsCancellationRequested)
                return progress with { Stopped = TrainingStatus.Cancelled };

            _batches.MoveTo(batch);
            BatchResult result = _pass.Run(_batches, epoch);
            progress = progress.After(batch, _batches.Count, result);
            if (mistakes is not null)
                _pass.AddMistakes(mistakes);
            if (!double.IsFinite(result.Loss))
                return progress with { Stopped = TrainingStatus.Diverged };

            var step = new ScheduleStep(((epoch - 1) * _batches.BatchCount) + batch, _batches.BatchCount, _recipe.Epochs);
            double rate = _recipe.Schedule.LearningRate(step, _recipe.Optimizer.LearningRate);
            _optimizer.Step(_pass.Gradients, rate, _recipe.Schedule.Momentum(step));
            _average?.Update();
            progress = progress with { LearningRate = rate };
            observer?.OnBatch(new BatchProgress(
                epoch, batch, _batches.BatchCount, result.Loss, progress.Accuracy, progress.Images, _time.GetElapsedTime(start)));
        }

        return progress;
    }

    private EpochResult Evaluated(int epoch, EpochProgress progress, TimeSpan trainingTime)
    {
        long start = _time.GetTimestamp();
        EvaluationResult test = _evaluator.Evaluate(_data.Evaluated, _data.Normalization);
        return new(
            epoch, progress.Batch, progress.LastLoss, new(progress.MeanLoss, progress.Correct, progress.Images), test,
            progress.LearningRate, trainingTime, _time.GetElapsedTime(start));
    }

    private void KeepAsGood()
    {
        _network.Values.CopyTo(_goodValues);
        _network.BufferValues.CopyTo(_goodBufferValues);
    }

    // The last step of an epoch is judged by no batch after it. The weights are looked at, too: what is infinite may end in max(0, x) and
    // not be seen in any output, but nobody can use such weights.
    private string? WhatIsNotFinite(EpochResult result)
    {
        if (!double.IsFinite(result.Evaluated.Loss))
            return $"the loss on the {_data.EvaluatedSplit} images was {result.Evaluated.Loss}";
        if (_network.Values.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            return "the weights were not all finite";
        return _network.BufferValues.ContainsAnyExceptInRange(float.MinValue, float.MaxValue) ? "the running statistics were not all finite" : null;
    }

    private TrainingResult Stopped(TrainingStatus status, string how, List<EpochResult> epochs)
    {
        _goodValues.CopyTo(_network.Values);
        _goodBufferValues.CopyTo(_network.BufferValues);
        string kept = epochs.Count > 0 ? $"the weights of epoch {epochs.Count} are kept" : "no epoch was completed";
        string advice = status == TrainingStatus.Diverged ? "; try a lower learning rate" : "";
        return new(status, epochs, $"{how}; {kept}{advice}") { EvaluatedSplit = _data.EvaluatedSplit };
    }
}

/// <summary>What a training run needs besides its recipe.</summary>
/// <param name="Seed">The seed of shuffling, augmentation and dropout; the same seed gives the same bits.</param>
/// <param name="Threads">Threads to use, 1 to <see cref="MaximumThreads"/>; the processor's count by default. The result does not depend on it.</param>
public sealed record TrainerOptions(ulong Seed = 1, int? Threads = null)
{
    /// <summary>The most threads that may be asked for: more than any machine of today has processors.</summary>
    public const int MaximumThreads = 1024;

    internal static OptionSchema<TrainerOptions> Schema { get; } = new OptionSchema<TrainerOptions, TrainerOptions>(
        "trainer",
        "how a training run is computed",
        values => new(Threads: (int?)values["threads"]),
        (new WholeOption("threads", 1, MaximumThreads, "threads to use") { Default = _ => null, DefaultText = "the processor's count" }, options => options.Threads));
}
