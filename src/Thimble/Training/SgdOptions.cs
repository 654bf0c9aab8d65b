namespace Thimble.Training;

/// <summary>Stochastic gradient descent, as torch.optim.SGD.</summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>Momentum, in [0, 1); 0 by default.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the momentum is Nesterov's; it then has to be above 0.</summary>
    public bool Nesterov { get; init; }
}
