namespace Thimble.Diagnosis.Probes;

/// <summary>Outputs of a channel, added up.</summary>
internal struct ChannelSum
{
    private long _count;
    private long _zeros;
    private double _sum;
    private double _squares;

    /// <summary>What they come to.</summary>
    public readonly ChannelActivity Activity
    {
        get
        {
            double count = Math.Max(1, _count);
            double mean = _sum / count;
            return new(mean, Math.Sqrt(Math.Max(0, (_squares / count) - (mean * mean))), _zeros / count);
        }
    }

    /// <summary>Takes in one output.</summary>
    public void Add(float output)
    {
        _count++;
        _zeros += output == 0 ? 1 : 0;
        _sum += output;
        _squares += (double)output * output;
    }
}
