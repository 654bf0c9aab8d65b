using System.Globalization;
using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A network in whole numbers of 8 bits.</summary>
internal sealed class Int8CProgram : CProgram
{
    private const int AsIs = 0;
    private const int Narrow = 1;
    private const int Wide = 2;
    private const int ToLogits = 2;

    private readonly Int8Scales _int8;
    private readonly Normalization _normalization;
    private bool _hasWide;
    private bool _hasAddends;

    /// <summary>Begins the program.</summary>
    /// <param name="plan">The steps and their memory.</param>
    /// <param name="int8">The scales.</param>
    /// <param name="normalization">How pixels become the network's input.</param>
    public Int8CProgram(RowPlan plan, Int8Scales int8, Normalization normalization)
        : base(plan) => (_int8, _normalization) = (int8, normalization);

    /// <inheritdoc/>
    public override string LogitType => "int32_t";

    /// <inheritdoc/>
    public override string HeaderLines =>
        $"\n/* The value of one step of a logit. */\n#define NET_LOGIT_SCALE {CTables.Single((float)LogitUnit)}\n";

    /// <inheritdoc/>
    public override string Logit(float value) =>
        Math.Clamp(Math.Round(value / LogitUnit), -int.MaxValue, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override double LogitUnit => _int8.ScaleOf(_int8.Plan.Graph.Result);

    /// <inheritdoc/>
    public override int ValueBytes => sizeof(sbyte);

    /// <inheritdoc/>
    protected override string Types => Int8Functions.Types;

    /// <inheritdoc/>
    protected override bool PutsRows => Plan.Steps.Any(step => step is { IsLast: false, Sink: not RowSink.Mean } && Rounding(step) is not { IsWide: false });

    /// <inheritdoc/>
    protected override string PixelFactor => $" * {Int8Scales.PixelUnit}";

    /// <inheritdoc/>
    protected override string Lowest => "-127";

    /// <inheritdoc/>
    protected override string MeanOf => "sum";

    /// <inheritdoc/>
    protected override string Finishes => (_hasAddends ? Int8Functions.FinishesWithAddends : Int8Functions.Finishes) + (_hasWide ? Int8Functions.WideFinishes : "");

    /// <inheritdoc/>
    protected override string Finish => Int8Functions.Finish.Replace("NET_ADDENDS", _hasAddends ? Int8Functions.Addends : "", StringComparison.Ordinal) + (_hasWide ? Int8Functions.FinishWide : "")
        + Int8Functions.FinishPlace.Replace("NET_WIDE\n", _hasWide ? Int8Functions.ChooseWide : "\n", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override string SumUpFourFunction => Int8Functions.SumUpFourFunction;

    /// <inheritdoc/>
    protected override string SumUpFour => Int8Functions.SumUpFour;

    /// <inheritdoc/>
    protected override string ApartFourFunction => Int8Functions.ApartFourFunction;

    /// <inheritdoc/>
    protected override string ApartFour => Int8Functions.ApartFour;

    /// <inheritdoc/>
    protected override string SumOfTwo => Int8Functions.Add;

    /// <inheritdoc/>
    protected override string Complete => (Plan.SumCount > 0 ? Int8Functions.CompleteMeans : "")
        + (Plan.Steps.Any(step => step.Functions.Count > 0) ? Int8Functions.CompleteLookups : "");

    /// <inheritdoc/>
    protected override string AddWeights(GraphTensor weight, bool isDepthwise) =>
        Tables.Add("int8_t", sizeof(sbyte), weight.Name, [.. InRuns(weight, isDepthwise, _int8.Quantize(weight)).Select(number => $"{number}")]);

    /// <inheritdoc/>
    protected override string? TableOf(RowStep step) => step is { Source: RowSource.Sum, Step: { } sum }
        ? AddFactors(sum)
        : base.TableOf(step);

    /// <inheritdoc/>
    protected override void AddColumns(StepTable table)
    {
        table.AddPointers("lookup", "int8_t", Plan.Steps.Select((step, i) => Count(i, () => LookupOf(step))));
        _hasAddends = Plan.Steps.SelectMany(step => (Int8Rounding?[])[Rounding(step), MeanRounding(step)]).Any(rounding => rounding is { IsWide: false, HasAddends: true });
        AddColumn("looks_up", step => step.Functions.Count > 0 ? 1 : 0);
        AddRounding(table, "", Rounding, step => RectifiesLast(step) && !IsRectifiedAtOnce(step) ? 0 : -Int8Scales.Largest);
        AddRounding(table, "mean_", MeanRounding, _ => -Int8Scales.Largest);
        AddColumn("rectifies", step => Rounding(step) is null ? null : RectifiesFirst(step) || (IsRectifiedAtOnce(step) && RectifiesLast(step)) ? 1 : 0);
    }

    private string AddFactors(CStep step)
    {
        (int first, int second) = _int8.AdditionFactorsOf(step);
        return Tables.Add("int16_t", sizeof(short), $"{step.Name}.factors", [$"{first}", $"{second}"]);
    }

    private Int8Rounding? Rounding(RowStep step) => step.Source switch
    {
        RowSource.Pixels => _int8.PixelRounding(_normalization),
        RowSource.Copy or RowSource.Largest => null,
        _ => _int8.RoundingOf(step.Step!),
    };

    private static bool RectifiesFirst(RowStep step) => step.Source is not (RowSource.Pixels or RowSource.Copy) && step.Step?.Finish.RectifiesFirst == true;

    private static bool RectifiesLast(RowStep step) => step.Source is not (RowSource.Pixels or RowSource.Copy) && step.Step?.Finish.RectifiesLast == true;

    // Where nothing is added after the multiplication, and no factor is negative, it makes no difference when a number is rectified.
    private bool IsRectifiedAtOnce(RowStep step) => Rounding(step) is { IsWide: false, HasAddends: false } rounding && rounding.Channels.All(channel => channel.Factor >= 0);

    private Int8Rounding? MeanRounding(RowStep step) => step.Sink == RowSink.Mean ? _int8.RoundingOf(step.Pool!) : null;

    private void AddRounding(StepTable table, string prefix, Func<RowStep, Int8Rounding?> roundingOf, Func<RowStep, int> lowestOf)
    {
        Int8Rounding?[] roundings = [.. Plan.Steps.Select(roundingOf)];
        _hasWide |= roundings.Any(rounding => rounding is { IsWide: true });
        (string? Name, int Rows)[] tables = [.. Plan.Steps.Select((step, i) => roundings[i] is { } rounding ? Count(i, () => AddFinishes($"{prefix}{step.Name}.finish", rounding)) : (null, 0))];
        table.AddPointers($"{prefix}finishes", "void", tables.Select(one => one.Name));
        table.Add($"{prefix}finish_each", Plan.Steps.Zip(tables, (step, one) => one.Rows == 0 || step.Made.Channels == 1 ? null : (long?)(one.Rows > 1 ? 1 : 0)));
        table.Add($"{prefix}rounding", Plan.Steps.Zip(roundings, (step, rounding) => prefix.Length > 0 && rounding is null
            ? null
            : (long?)KindOf(rounding, isLogits: step.IsLast && (prefix.Length > 0 || step.Sink != RowSink.Mean))));
        table.Add($"{prefix}before", roundings.Select(rounding => rounding is { IsWide: false } ? (long?)rounding.Before : null));
        table.Add($"{prefix}after", roundings.Select(rounding => rounding is null ? null : (long?)(rounding.IsWide ? 8 : rounding.After)));
        table.Add($"{prefix}low", Plan.Steps.Zip(roundings, (step, rounding) => rounding is null ? null : (long?)Math.Max(lowestOf(step), -Int8Scales.Largest)));
    }

    private static int KindOf(Int8Rounding? rounding, bool isLogits) =>
        rounding is null ? AsIs : (rounding.IsWide ? Wide : Narrow) + (isLogits ? ToLogits : 0);

    // One row for all channels where they are equal.
    private (string Name, int Rows) AddFinishes(string name, Int8Rounding rounding)
    {
        string[] rows = [.. rounding.Channels.Select(one => rounding.IsWide
            ? $"{{{one.Bias}, {one.Factor}, {one.Addend}, {one.Shift}}}"
            : _hasAddends ? $"{{{one.Bias}, {one.Factor}, {one.Addend}}}" : $"{{{one.Bias}, {one.Factor}}}")];
        if (rows.All(row => row == rows[0]))
            rows = [rows[0]];
        return (rounding.IsWide
            ? Tables.Add("struct net_wide_finish", 4 * sizeof(int), name, rows)
            : Tables.Add("struct net_finish", (_hasAddends ? 3 : 2) * sizeof(short), name, rows), rows.Length);
    }

    // Functions that follow each other are one table.
    private string? LookupOf(RowStep step)
    {
        if (step.Functions.Count == 0)
            return null;
        IEnumerable<sbyte> numbers = step.Functions.Select(one => _int8.TableOf(one, ((Pointwise)one.Operation).Function))
            .Aggregate((first, second) => [.. first.Select(number => second[number + 128])]);
        return Tables.Add("int8_t", sizeof(sbyte), $"{step.Functions[^1].Name}.table", [.. numbers.Select(number => $"{number}")]);
    }
}
