namespace Thimble.Diagnosis;

/// <summary>How far one step moves a tensor. All sizes are root mean squares over its numbers.</summary>
/// <param name="Name">The tensor's name: <c>0.weight</c>.</param>
/// <param name="Weight">The size of its numbers.</param>
/// <param name="Gradient">The size of the gradient of one batch's mean loss.</param>
/// <param name="Update">The size of a step at the run's last learning rate, as this optimizer would take it.</param>
public sealed record TensorUpdate(string Name, double Weight, double Gradient, double Update)
{
    /// <summary>The update in proportion to the weights; 0 where the weights are all 0.</summary>
    public double Ratio => Weight > 0 ? Update / Weight : 0;
}
