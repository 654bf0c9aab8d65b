namespace Thimble.Training;

/// <summary>
/// An exponential average of a network's weights and running statistics along one training run. Early on the decay is
/// (1 + step) / (10 + step) if that is less, so that the first weights are soon forgotten.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="decay">The decay a step, in (0, 1).</param>
internal sealed class WeightAverage(Network network, float decay)
{
    private readonly float[] _values = network.Values.ToArray();
    private readonly float[] _bufferValues = network.BufferValues.ToArray();
    private int _steps;

    /// <summary>Takes the network's present weights into the average.</summary>
    public void Update()
    {
        _steps++;
        float keep = MathF.Min(decay, (1f + _steps) / (10f + _steps));
        Mix(_values, network.Values, keep);
        Mix(_bufferValues, network.BufferValues, keep);
    }

    /// <summary>Exchanges the network's weights with the average; a second call changes them back.</summary>
    public void Swap()
    {
        Exchange(_values, network.Values);
        Exchange(_bufferValues, network.BufferValues);
    }

    /// <summary>What it is now.</summary>
    public AverageCheckpoint Checkpoint() => new([.. _values], [.. _bufferValues], _steps);

    /// <summary>Restores it.</summary>
    public void Restore(AverageCheckpoint checkpoint)
    {
        checkpoint.Values.CopyTo(_values, 0);
        checkpoint.BufferValues.CopyTo(_bufferValues, 0);
        _steps = checkpoint.Steps;
    }

    private static void Mix(Span<float> average, ReadOnlySpan<float> present, float keep)
    {
        for (int i = 0; i < average.Length; i++)
            average[i] = (keep * average[i]) + ((1 - keep) * present[i]);
    }

    private static void Exchange(Span<float> left, Span<float> right)
    {
        for (int i = 0; i < left.Length; i++)
            (left[i], right[i]) = (right[i], left[i]);
    }
}
