using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>A variable with a range of numbers, drawn evenly from it or, if it is logarithmic, from their logarithms.</summary>
internal sealed class RangeVariable : SearchVariable
{
    private const int Parts = 3;
    private const int FewestNumbers = 10 * Parts;
    private const int FewestDigits = 4;
    private const int MostDigits = 15;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _isLogarithmic;
    private readonly bool _isWhole;
    private readonly int _digits;
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
        _digits = DigitsFor(from, to);
        string[] bounds = [Text(from), .. Enumerable.Range(1, Parts - 1).Select(part => Text(Number((double)part / Parts))), Text(to)];
        _groups = [.. bounds.Zip(bounds.Skip(1), (low, high) => $"{low} to {high}")];
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

    // Four digits tell two recipes apart and can be typed; a range that is narrow for its numbers needs more.
    private static int DigitsFor(double from, double to)
    {
        double magnitude = Math.Floor(Math.Log10(Math.Max(Math.Abs(from), Math.Abs(to))));
        double digits = Math.Ceiling(Math.Log10(FewestNumbers / (to - from)) + magnitude + 1);
        return (int)Math.Clamp(digits, FewestDigits, MostDigits);
    }

    private SearchValue Value(double number) => new(Text(number), new YamlScalarNode(Text(number)) { Style = ScalarStyle.Plain });

    // The ends stand as they were given, and no rounding leads beyond them.
    private string Text(double number)
    {
        if (number <= _from || number >= _to)
            return $"{Math.Clamp(number, _from, _to)}";
        string rounded = Math.Abs(number) >= Math.Pow(10, _digits - 1) ? $"{number:0}" : number.ToString($"G{_digits}", CultureInfo.InvariantCulture);
        double written = double.Parse(rounded, CultureInfo.InvariantCulture);
        return written < _from || written > _to ? $"{Math.Clamp(written, _from, _to)}" : rounded;
    }

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
