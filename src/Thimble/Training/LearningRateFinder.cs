using Thimble.Engine;
using Thimble.Options;

namespace Thimble.Training;

/// <summary>
/// Trains for a few steps while the learning rate rises exponentially, and watches where the loss falls and where it
/// takes off (L. N. Smith, "Cyclical learning rates for training neural networks", 2017). It works on a network of
/// its own, so nothing that is being trained changes.
/// </summary>
internal static class LearningRateFinder
{
    private const double StopSmoothing = 0.9;

    /// <summary>Measures the loss over the learning rate; more slowly where the loss falls too little to be read, and what is then suggested is tried (<see cref="LearningRateTrials"/>).</summary>
    /// <param name="definition">The network.</param>
    /// <param name="recipe">How it is trained; its schedule is replaced by the rising rate.</param>
    /// <param name="data">What it is trained on; the evaluated images are not looked at.</param>
    /// <param name="trainer">Seed and threads; the same seed finds the same curve.</param>
    /// <param name="options">From where to where, and in how many steps; the defaults if null.</param>
    /// <param name="cancellation">Stops the search, by an exception.</param>
    /// <exception cref="InvalidInputException">A value of the recipe or the options is out of its range, or there are no training images.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LearningRateCurve Find(
        NetworkDefinition definition, Recipe recipe, Dataset data, TrainerOptions trainer,
        LearningRateFinderOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Check();
        TrainerOptions.Schema.Check(trainer);
        Recipe.Schema.Check(recipe);
        if (data.Train.Count == 0)
            throw new InvalidInputException($"'{data.Name}' has no training images");
        using var workers = new WorkerPool(trainer.Threads ?? Environment.ProcessorCount);
        Func<int, double, double> Start() => Training(definition, recipe, data, trainer.Seed, workers, cancellation);
        return Find(options, Start);
    }

    /// <summary>The same, whatever is trained.</summary>
    /// <param name="options">From where to where, and in how many steps.</param>
    /// <param name="start">Starts a training: a function that takes a step of a number and a rate, and returns the loss before it.</param>
    internal static LearningRateCurve Find(LearningRateFinderOptions options, Func<Func<int, double, double>> start)
    {
        LearningRateCurve curve = Once(options, start);
        // A network that learns at once does so from the start, too.
        if (curve.HasLearned)
            return curve;
        curve = MoreSlowly(curve, options, start, out int steps);
        // Few steps are asked for where a curve is all that is wanted.
        return curve.FromCurve is { } suggested && steps >= LearningRateFinderOptions.FewestOfTrials
            ? curve with { HighestThatTrains = LearningRateTrials.Highest(suggested, curve.Points[0].LearningRate, curve.Before, steps / 2, start) }
            : curve;
    }

    // A rate that rises faster than the network learns has passed the good ones before anything is learned at them.
    private static LearningRateCurve MoreSlowly(LearningRateCurve curve, LearningRateFinderOptions options, Func<Func<int, double, double>> start, out int steps)
    {
        while (!curve.HasLearned && options.Steps < options.MostSteps)
        {
            options = options with { Steps = Math.Min(2 * options.Steps, options.MostSteps) };
            LearningRateCurve slower = Once(options, start);
            // A curve from which nothing can be read takes no place of one that says something.
            curve = slower.Suggestion is null && curve.Suggestion is not null ? curve : slower;
        }

        steps = options.Steps;
        return curve;
    }

    private static LearningRateCurve Once(LearningRateFinderOptions options, Func<Func<int, double, double>> start)
    {
        Func<int, double, double> train = start();
        return Search(options, step => train(step, options.RateOf(step)));
    }

    // A training from the start: a function that takes a step at a rate, and returns the loss before it.
    private static Func<int, double, double> Training(
        NetworkDefinition definition, Recipe recipe, Dataset data, ulong seed, WorkerPool workers, CancellationToken cancellation)
    {
        var network = new Network(definition, seed);
        var pass = new TrainingPass(network, recipe.LargestBatch(data.Train), (float)recipe.LabelSmoothing, seed, workers);
        // The rate rises over some epochs of its own: augmentation that fades meanwhile would look like its effect.
        Recipe steady = recipe with { Augmentation = recipe.Augmentation with { FinalShare = 1 } };
        var batches = new ShuffledBatches(data.Train, data.Normalization, steady, seed);
        Optimizer optimizer = recipe.Optimizer.Create(network);
        return (step, rate) =>
        {
            cancellation.ThrowIfCancellationRequested();
            int epoch = 1 + (step / batches.BatchCount);
            if (step % batches.BatchCount == 0)
                batches.StartEpoch(epoch);
            batches.MoveTo(step % batches.BatchCount);
            double loss = pass.Run(batches, epoch).Loss;
            optimizer.Step(pass.Gradients, rate);
            return loss;
        };
    }

    /// <summary>The search itself, whatever is trained.</summary>
    /// <param name="options">From where to where.</param>
    /// <param name="train">Takes the step of a number, from 0, and returns the loss before it.</param>
    internal static LearningRateCurve Search(LearningRateFinderOptions options, Func<int, double> train)
    {
        var losses = new List<double>();
        double average = 0;
        double best = double.PositiveInfinity;
        int bestStep = 0;
        bool hasDiverged = false;
        for (int step = 0; step < options.Steps && !hasDiverged; step++)
        {
            double loss = train(step);
            // Only to see when to stop, which may be a few steps late.
            average = (StopSmoothing * average) + ((1 - StopSmoothing) * loss);
            double recent = average / (1 - Math.Pow(StopSmoothing, step + 1));
            if (recent < best)
                (best, bestStep) = (recent, step);
            hasDiverged = !double.IsFinite(recent) || recent > options.StopFactor * best;
            if (double.IsFinite(loss))
                losses.Add(loss);
        }

        double[] rates = [.. Enumerable.Range(0, losses.Count).Select(options.RateOf)];
        // A last loss that explodes would pull up the line through all steps near it. Those before the best may lie far above it and are as they should be.
        IEnumerable<double> bounded = losses.Select((loss, step) => step <= bestStep ? loss : Math.Min(loss, options.StopFactor * best));
        double[] smoothed = LearningRateCurve.Smooth(rates, [.. bounded], options.Smoothing);
        return new([.. losses.Select((loss, step) => new LearningRatePoint(rates[step], loss, smoothed[step]))], hasDiverged);
    }
}

/// <summary>How a learning rate is looked for.</summary>
internal sealed record LearningRateFinderOptions
{
    /// <summary>The fewest steps that a curve can be read from.</summary>
    public const int FewestSteps = 20;

    /// <summary>The fewest steps after which the suggested rate is tried: <see cref="LearningRateTrials"/>.</summary>
    public const int FewestOfTrials = 100;

    /// <summary>The first learning rate; 1e-5 by default.</summary>
    public double Start { get; init; } = 1e-5;

    /// <summary>The last; 10 by default.</summary>
    public double End { get; init; } = 10;

    /// <summary>Training steps from the first to the last; 200 by default.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>
    /// The search is repeated with twice the steps, up to this many, while the loss falls too little (<see cref="LearningRateCurve.HasLearned"/>);
    /// 800 by default.
    /// </summary>
    public int MostSteps { get; init; } = 800;

    /// <summary>How far the loss is smoothed, in powers of ten of the learning rate, at least 0; 0.12 by default.</summary>
    public double Smoothing { get; init; } = 0.12;

    /// <summary>The search stops where the mean of recent losses is this many times its best; 4 by default.</summary>
    public double StopFactor { get; init; } = 4;

    /// <summary>The learning rate of a step: each a constant factor above the one before.</summary>
    /// <param name="step">The step, from 0.</param>
    public double RateOf(int step) => Start * Math.Pow(End / Start, (double)step / (Steps - 1));

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="InvalidInputException">A value is out of range; the message says which.</exception>
    internal void Check()
    {
        if (!(NumberRange.Positive.Contains(Start) && NumberRange.Positive.Contains(End) && End > Start))
            throw new InvalidInputException($"learning rates from {Start} to {End}: give a start above 0 and an end above the start, such as 1e-5 and 10; neither beyond single precision");
        if (Steps < FewestSteps)
            throw new InvalidInputException($"{Steps} steps: give at least {FewestSteps}, or the curve cannot be read");
        if (!(Smoothing is >= 0 and <= 1 && StopFactor > 1))
            throw new InvalidInputException($"smoothing {Smoothing}, stop factor {StopFactor}: give a smoothing from 0 to 1, and a factor above 1");
    }
}
