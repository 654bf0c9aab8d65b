using Thimble.Layers;

namespace Thimble.Diagnosis;

/// <summary>What the channels of a layer output over a sample of images.</summary>
/// <param name="Name">The layer as the summary numbers it: <c>ReLU-2</c>.</param>
/// <param name="Kind">The layer's kind: <c>ReLU</c>.</param>
/// <param name="Channels">One entry a channel.</param>
internal sealed record LayerActivity(string Name, string Kind, IReadOnlyList<ChannelActivity> Channels)
{
    private const double NearlyConstant = 0.01;

    /// <summary>Whether the layer sets what is below zero to zero, so that a channel may die.</summary>
    public bool CutsAtZero => LayerKinds.TraitsOf(Kind).CutsAtZero;

    /// <summary>Channels that output nothing but zeros.</summary>
    public int Dead => Channels.Count(channel => channel.ZeroShare >= 1);

    /// <summary>Channels that live, but whose standard deviation is below a hundredth of the layer's median.</summary>
    public int NearConstant
    {
        get
        {
            double[] deviations = [.. Channels.Select(channel => channel.StandardDeviation).Order()];
            double median = deviations.Length > 0 ? deviations[deviations.Length / 2] : 0;
            return Channels.Count(channel => channel.ZeroShare < 1 && channel.StandardDeviation < NearlyConstant * median);
        }
    }

    /// <summary>Channels that vary and never output a zero: what a ReLU saturated at its open end, and so linear, looks like.</summary>
    public int NeverZero => Channels.Count(channel => channel is { ZeroShare: 0, StandardDeviation: > 0 });

    /// <summary>The share of all outputs that are exactly 0.</summary>
    public double ZeroShare => Channels.Count > 0 ? Channels.Average(channel => channel.ZeroShare) : 0;
}

/// <summary>What one channel outputs over a sample of images and all its pixels.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation.</param>
/// <param name="ZeroShare">The share of outputs that are exactly 0.</param>
internal readonly record struct ChannelActivity(double Mean, double StandardDeviation, double ZeroShare);
