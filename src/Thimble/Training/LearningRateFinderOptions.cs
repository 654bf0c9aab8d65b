namespace Thimble.Training;

/// <summary>How a learning rate is looked for. The defaults are fastai's.</summary>
public sealed record LearningRateFinderOptions
{
    /// <summary>The fewest steps that a curve can be read from.</summary>
    public const int FewestSteps = 20;

    /// <summary>The first learning rate; 1e-7 by default.</summary>
    public double Start { get; init; } = 1e-7;

    /// <summary>The last; 10 by default.</summary>
    public double End { get; init; } = 10;

    /// <summary>Training steps from the first to the last; 100 by default.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>The weight of what was before in the smoothed loss, in [0, 1); 0.98 by default.</summary>
    public double Smoothing { get; init; } = 0.98;

    /// <summary>It stops where the smoothed loss is so many times its best; 4 by default.</summary>
    public double StopFactor { get; init; } = 4;

    /// <summary>The learning rate of a step: each a constant factor above the one before.</summary>
    /// <param name="step">The step, from 0.</param>
    public double RateOf(int step) => Start * Math.Pow(End / Start, (double)step / (Steps - 1));

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="InvalidInputException">A value is out of range; the message says which.</exception>
    internal void Check()
    {
        if (!(Start > 0 && End > Start && double.IsFinite(End)))
            throw new InvalidInputException($"learning rates from {Start} to {End}: give a start above 0 and an end above the start, such as 1e-7 and 10");
        if (Steps < FewestSteps)
            throw new InvalidInputException($"{Steps} steps: give at least {FewestSteps}, or the curve cannot be read");
        if (!(Smoothing is >= 0 and < 1 && StopFactor > 1))
            throw new InvalidInputException($"smoothing {Smoothing}, stop factor {StopFactor}: give a smoothing from 0 to below 1, and a factor above 1");
    }
}
