namespace Thimble.Diagnosis;

/// <summary>What one channel puts out over a sample of images and all its pixels.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation.</param>
/// <param name="ZeroShare">The share of outputs that are exactly 0.</param>
public readonly record struct ChannelActivity(double Mean, double StandardDeviation, double ZeroShare);
