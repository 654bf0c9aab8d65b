using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>A variable with a range of numbers, drawn evenly from it or, if it is logarithmic, from their logarithms.</summary>
internal sealed class RangeVariable : SearchVariable
{
    private const int Parts = 3;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _isLogarithmic;
    private readonly bool _isWhole;
    private readonly string[] _groups;

    /// <summary>Creates a range.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="line">Its line.</param>
    /// <param name="from">The lowest value.</param>
    /// <param name="to">The highest value, above the lowest.</param>
    /// <param name="isLogarithmic">Whether equal ratios are equally likely; the lowest value is then above 0.</param>
    /// <param name="isWhole">Whether only whole numbers are drawn.</param>
    public RangeVariable(string name, int line, double from, double to, bool isLogarithmic, bool isWhole)
        : base(name, line)
    {
        _from = from;
        _to = to;
        _isLogarithmic = isLogarithmic;
        _isWhole = isWhole;
        _groups = [.. Enumerable.Range(0, Parts).Select(part => $"{Text(Number((double)part / Parts))} to {Text(Number((part + 1.0) / Parts))}")];
        if (isWhole && Count <= 2 * Parts)
            _groups = [.. Enumerable.Range(0, (int)Count).Select(index => At(index).Label)];
    }

    public override long? Count => _isWhole ? (long)(_to - _from) + 1 : null;

    internal override IReadOnlyList<string> Groups => _groups;

    internal override SearchValue At(long index) => Value(_from + index);

    internal override SearchValue Draw(double uniform) => Value(Number(uniform));

    internal override IEnumerable<SearchValue> Probes() => [Value(_from), Value(_to)];

    internal override string GroupOf(SearchValue value)
    {
        if (_isWhole && Count <= 2 * Parts)
            return value.Label;
        double number = double.Parse(value.Label, CultureInfo.InvariantCulture);
        double share = _isLogarithmic ? Math.Log(number / _from) / Math.Log(_to / _from) : (number - _from) / (_to - _from);
        return _groups[Math.Clamp((int)(share * Parts), 0, Parts - 1)];
    }

    private static SearchValue Value(double number) => new(Text(number), new YamlScalarNode(Text(number)) { Style = ScalarStyle.Plain });

    // Four digits tell two recipes apart and can be typed.
    private static string Text(double number) => Math.Abs(number) >= 1000 ? $"{number:0}" : $"{number:G4}";

    private double Number(double uniform)
    {
        if (!_isWhole)
            return Between(_from, _to, uniform);
        // Each whole number has the room up to the next one.
        return Math.Min(_to, Math.Floor(Between(_from, _to + 1, uniform)));
    }

    private double Between(double low, double high, double uniform) =>
        _isLogarithmic ? low * Math.Exp(uniform * Math.Log(high / low)) : low + ((high - low) * uniform);
}
