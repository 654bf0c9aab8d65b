namespace Thimble.Lab.Plots;

/// <summary>An axis of a plot.</summary>
/// <param name="Label">What it measures, with its unit.</param>
/// <param name="Format">How its numbers are written: a .NET format string.</param>
/// <param name="IsLogarithmic">Whether equal ratios are equally far apart; values up to 0 are then not drawn.</param>
/// <param name="IsWhole">Whether only whole numbers have a meaning (epochs).</param>
/// <param name="Low">Where it begins; where the data does if null.</param>
/// <param name="High">Where it ends; where the data does if null.</param>
public sealed record PlotAxis(
    string Label,
    string Format = PlotAxis.Numbers,
    bool IsLogarithmic = false,
    bool IsWhole = false,
    double? Low = null,
    double? High = null)
{
    /// <summary>Plain numbers.</summary>
    public const string Numbers = "#,0.######";

    /// <summary>Shares, as percentages.</summary>
    public const string Percent = "0.####%";

    /// <summary>Powers of ten.</summary>
    public const string Scientific = "0.##e0";

    /// <summary>A value as this axis writes it.</summary>
    public string Write(double value) => value.ToString(Format, null);

    /// <summary>Whether a value has a place on this axis.</summary>
    internal bool Has(double value) => double.IsFinite(value) && (!IsLogarithmic || value > 0);
}
