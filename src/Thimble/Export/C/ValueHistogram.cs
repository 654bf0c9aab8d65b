using Thimble.Engine;
using Thimble.Kernels;

namespace Thimble.Export.C;

/// <summary>How often a value's numbers have which size, whatever sizes turn up: the range doubles where it has to.</summary>
internal sealed class ValueHistogram
{
    private const int Bins = 4096;
    private const int Candidates = 80;
    private readonly long[] _counts = new long[Bins];
    private float _range = 1e-6f;

    /// <summary>The largest size seen.</summary>
    public float Largest { get; private set; }

    /// <summary>Counts the numbers of a block's first samples; false if one is not finite.</summary>
    public unsafe bool Add(Activation values, int block, int samples)
    {
        float* numbers = values.Block(block, worker: 0);
        for (int i = 0; i < values.Floats; i++)
        {
            if (i % Lanes.PerBlock >= samples)
                continue;
            float size = Math.Abs(numbers[i]);
            if (!float.IsFinite(size))
                return false;
            Largest = Math.Max(Largest, size);
            while (size >= _range)
                DoubleRange();
            _counts[(int)(size / _range * Bins)]++;
        }

        return true;
    }

    /// <summary>
    /// The size beyond which numbers are best cut off if there are <paramref name="levels"/> steps from 0 to there: the
    /// least squared error, of rounding (step² / 12) and of cutting.
    /// </summary>
    public float BestLimit(int levels)
    {
        if (Largest == 0)
            return 1;
        float best = Largest;
        double least = double.PositiveInfinity;
        for (int candidate = Candidates; candidate > Candidates / 8; candidate--)
        {
            float limit = Largest * candidate / Candidates;
            double error = ErrorOf(limit, levels);
            if (error < least)
                (least, best) = (error, limit);
        }

        return best;
    }

    private double ErrorOf(double limit, int levels)
    {
        double step = limit / levels;
        double error = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            double beyond = ((bin + 0.5) / Bins * _range) - limit;
            // Nothing is lost of a zero: what a ReLU leaves is mostly that.
            error += bin == 0 ? 0 : _counts[bin] * (beyond > 0 ? beyond * beyond : step * step / 12);
        }

        return error;
    }

    private void DoubleRange()
    {
        for (int bin = 0; bin < Bins; bin++)
            _counts[bin] = bin < Bins / 2 ? _counts[2 * bin] + _counts[(2 * bin) + 1] : 0;
        _range *= 2;
    }
}
