namespace Thimble.Cli;

/// <summary>A class that a picture may be of.</summary>
/// <param name="Class">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Probability">How likely the network takes it to be, 0 to 1.</param>
internal sealed record NamedOpinion(int Class, string Name, double Probability)
{
    /// <summary>The probability rounded down: almost certain is not certain.</summary>
    public string Percent => $"{Math.Floor(Probability * 1000) / 10:0.0}%";
}
