namespace Thimble;

/// <summary>
/// What a picture would be without its ink: a surface of second degree, since light on paper falls off to one side and
/// towards the corners. It is fitted first to the border, where ink is rare, and then to all pixels; those far off it,
/// the ink, lose their weight (Tukey's biweight, with the median deviation for scale).
/// </summary>
internal static class Backdrop
{
    private const int Terms = 6;
    private const int FitsOfBorder = 4;
    private const int FitsOfAll = 5;
    private const double Reach = 4.685; // Tukey's constant, in standard deviations
    private const double DeviationPerMedian = 1.4826; // of normal noise

    /// <summary>The least noise that is assumed, in levels of grey: that of rounding and of compression.</summary>
    private const double LeastNoise = 1.5;

    /// <summary>Deviations are counted in so small a part of a level of grey.</summary>
    private const int LevelParts = 50;

    /// <summary>Pixels along the longer side that the surface is fitted to: more of them would not make it better.</summary>
    private const int FittedSide = 120;

    /// <summary>How far each pixel is above its backdrop, in levels of grey, and how much of that is noise.</summary>
    /// <param name="picture">The picture, 0 to 255.</param>
    /// <param name="noise">The standard deviation where there is no ink.</param>
    public static Plane Remove(Plane picture, out float noise)
    {
        Plane sample = Every(picture, Math.Max(1, Math.Max(picture.Width, picture.Height) / FittedSide));
        double[] surface = Surface(sample, out noise);
        var rest = new Plane(picture.Width, picture.Height);
        Subtract(picture, surface, rest);
        return rest;
    }

    /// <summary>One pixel of every step: means over several would hide the noise.</summary>
    private static Plane Every(Plane picture, int step)
    {
        var sample = new Plane((picture.Width + step - 1) / step, (picture.Height + step - 1) / step);
        for (int i = 0; i < sample.Values.Length; i++)
            sample.Values[i] = picture.At(i % sample.Width * step, i / sample.Width * step);
        return sample;
    }

    private static double[] Surface(Plane picture, out float noise)
    {
        float[] weights = BorderWeights(picture);
        float[] border = [.. weights];
        double[] surface = [MedianOf(picture, weights), 0, 0, 0, 0, 0];
        double deviation = LeastNoise;
        var rest = new Plane(picture.Width, picture.Height);
        int[] counts = new int[LevelParts * 256];
        for (int fit = 0; fit < FitsOfBorder + FitsOfAll; fit++)
        {
            bool isBorder = fit < FitsOfBorder;
            Subtract(picture, surface, rest);
            // In a drawing more than half of the pixels are exactly alike, and the median deviation is zero.
            deviation = Math.Max(LeastNoise, DeviationPerMedian * MedianDeviation(rest, isBorder ? border : null, counts));
            for (int i = 0; i < weights.Length; i++)
            {
                double off = rest.Values[i] / (Reach * deviation);
                bool isGround = Math.Abs(off) < 1 && (!isBorder || border[i] > 0);
                weights[i] = isGround ? (float)((1 - (off * off)) * (1 - (off * off))) : 0;
            }

            surface = Fit(picture, weights) ?? surface;
        }

        noise = (float)deviation;
        return surface;
    }

    private static float[] BorderWeights(Plane picture)
    {
        int border = Math.Max(1, Math.Min(picture.Width, picture.Height) / 10);
        float[] weights = new float[picture.Values.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int x = i % picture.Width;
            int y = i / picture.Width;
            bool isBorder = x < border || y < border || x >= picture.Width - border || y >= picture.Height - border;
            weights[i] = isBorder ? 1 : 0;
        }

        return weights;
    }

    private static double MedianOf(Plane picture, float[] chosen)
    {
        float[] values = [.. picture.Values.Where((_, index) => chosen[index] > 0).Order()];
        return values[values.Length / 2];
    }

    // By counting: sorting every pixel at every fit would take longer than everything else.
    private static double MedianDeviation(Plane rest, float[]? chosen, int[] counts)
    {
        counts.AsSpan().Clear();
        int total = 0;
        for (int i = 0; i < rest.Values.Length; i++)
        {
            if (chosen is not null && chosen[i] <= 0)
                continue;
            counts[(int)Math.Min(counts.Length - 1, Math.Abs(rest.Values[i]) * LevelParts)]++;
            total++;
        }

        int place = 0;
        for (int seen = counts[0]; seen <= total / 2 && place < counts.Length - 1;)
            seen += counts[++place];
        return (double)place / LevelParts;
    }

    private static void Subtract(Plane picture, double[] surface, Plane rest)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            double v = Place(y, picture.Height);
            for (int x = 0; x < picture.Width; x++)
            {
                double u = Place(x, picture.Width);
                double height = surface[0] + (surface[1] * u) + (surface[2] * v) + (surface[3] * u * u) + (surface[4] * u * v) + (surface[5] * v * v);
                int at = (y * picture.Width) + x;
                rest.Values[at] = (float)(picture.Values[at] - height);
            }
        }
    }

    /// <summary>Weighted least squares by the normal equations; null if the weights do not determine a surface.</summary>
    private static double[]? Fit(Plane picture, float[] weights)
    {
        double[,] equations = new double[Terms, Terms + 1];
        Span<double> terms = stackalloc double[Terms + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            double u = Place(i % picture.Width, picture.Width);
            double v = Place(i / picture.Width, picture.Height);
            (terms[0], terms[1], terms[2], terms[3], terms[4], terms[5]) = (1, u, v, u * u, u * v, v * v);
            terms[6] = picture.Values[i];
            for (int row = 0; row < Terms; row++)
            {
                double weighted = weights[i] * terms[row];
                for (int column = row; column <= Terms; column++)
                    equations[row, column] += weighted * terms[column];
            }
        }

        return Solve(equations);
    }

    private static double[]? Solve(double[,] equations)
    {
        double least = 1e-6 * equations[0, 0];
        for (int row = 0; row < Terms; row++)
        {
            for (int column = 0; column < row; column++)
                equations[row, column] = equations[column, row];
        }

        // The matrix is symmetric and positive definite where the weights determine a surface: no pivoting.
        for (int pivot = 0; pivot < Terms; pivot++)
        {
            if (!(equations[pivot, pivot] > least))
                return null;
            for (int row = 0; row < Terms; row++)
            {
                double factor = row == pivot ? 0 : equations[row, pivot] / equations[pivot, pivot];
                for (int column = pivot; column <= Terms; column++)
                    equations[row, column] -= factor * equations[pivot, column];
            }
        }

        double[] solution = new double[Terms];
        for (int row = 0; row < Terms; row++)
            solution[row] = equations[row, Terms] / equations[row, row];
        return solution;
    }

    // From −1 at one side to 1 at the other.
    private static double Place(int at, int count) => count < 2 ? 0 : (2.0 * at / (count - 1)) - 1;
}
