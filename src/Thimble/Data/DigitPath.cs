namespace Thimble;

/// <summary>The path of the pen in short straight pieces; a value type over memory of its user's.</summary>
internal ref struct DigitPath(Span<float> x, Span<float> y, Span<bool> startsStroke)
{
    /// <summary>Enough for every skeleton: 24 points of control, five pieces between two.</summary>
    public const int Capacity = 160;

    /// <summary>Straight pieces between two points of control.</summary>
    private const int Pieces = 5;

    private readonly Span<float> _x = x;
    private readonly Span<float> _y = y;
    private readonly Span<bool> _startsStroke = startsStroke;

    /// <summary>The number of points.</summary>
    public int Count { get; private set; }

    /// <summary>Columns.</summary>
    public readonly Span<float> X => _x[..Count];

    /// <summary>Rows.</summary>
    public readonly Span<float> Y => _y[..Count];

    /// <summary>Whether the pen was lifted before a point.</summary>
    public readonly Span<bool> StartsStroke => _startsStroke[..Count];

    /// <summary>Adds a stroke: a Catmull-Rom curve through points of control; one given twice is a corner.</summary>
    public void AddStroke(scoped ReadOnlySpan<float> x, scoped ReadOnlySpan<float> y, scoped ReadOnlySpan<bool> isCorner)
    {
        Add(x[0], y[0], true);
        for (int i = 0; i + 1 < x.Length; i++)
        {
            // A curve ends at a corner as it does at its ends: the missing neighbour is the point itself.
            int before = i == 0 || isCorner[i] ? i : i - 1;
            int after = i + 2 == x.Length || isCorner[i + 1] ? i + 1 : i + 2;
            for (int piece = 1; piece <= Pieces; piece++)
            {
                float t = piece * (1f / Pieces);
                Add(Curve(x[before], x[i], x[i + 1], x[after], t), Curve(y[before], y[i], y[i + 1], y[after], t), false);
            }
        }
    }

    private void Add(float x, float y, bool startsStroke)
    {
        _x[Count] = x;
        _y[Count] = y;
        _startsStroke[Count] = startsStroke;
        Count++;
    }

    private static float Curve(float before, float from, float to, float after, float t)
    {
        float linear = (to - before) * 0.5f;
        float square = before - (2.5f * from) + (2 * to) - (0.5f * after);
        float cube = (1.5f * (from - to)) + (0.5f * (after - before));
        return from + (t * (linear + (t * (square + (t * cube)))));
    }
}
