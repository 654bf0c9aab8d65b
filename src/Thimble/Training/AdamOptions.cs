namespace Thimble.Training;

/// <summary>Adam, as torch.optim.Adam (Kingma and Ba, 2015).</summary>
public record AdamOptions : OptimizerOptions
{
    /// <summary>Decay of the mean of the gradients, in [0, 1); 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of their squares, in [0, 1); 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, above 0; 1e-8 by default.</summary>
    public double Eps { get; init; } = 1e-8;
}
