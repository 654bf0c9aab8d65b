namespace Thimble.Diagnosis;

/// <summary>
/// Finds evaluated images that are far nearer to one training image than such images are to each other. Two conditions have to hold: the two look
/// alike (<see cref="MostDistance"/>), and hardly any other training image looks even distantly as alike (<see cref="FarNearer"/>). The second one tells a copy from
/// what is alike by nature, such as thin strokes of the digit 1.
/// </summary>
/// <param name="evaluated">The evaluated images.</param>
/// <param name="training">The training images.</param>
/// <param name="threads">Threads to use; the processor's count if null.</param>
internal sealed class NearestPictures(PictureLikeness evaluated, PictureLikeness training, int? threads)
{
    /// <summary>The greatest distance of a copy: a correlation of 0.98.</summary>
    public const float MostDistance = 0.2f;

    /// <summary>A copy's distance is at most this share of that of the tenth nearest training image.</summary>
    public const float FarNearer = 0.4f;

    private const int Usual = 10;

    // Training images by the coordinate that varies most: only a stretch of them can be near.
    private readonly (int Cell, int[] Order, float[] Keys) _sorted = Sorted(training);

    /// <summary>Finds pairs, in the order of the evaluated images.</summary>
    /// <param name="isWanted">Which evaluated images are looked at.</param>
    public IEnumerable<NearPair> Find(Predicate<int> isWanted)
    {
        var found = new NearPair?[evaluated.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        Parallel.For(0, evaluated.Count, options, index =>
        {
            if (evaluated.IsComparable(index) && isWanted(index) && Nearest(index) is { } pair && IsFarNearer(pair))
                found[index] = pair;
        });
        return found.OfType<NearPair>();
    }

    // The first of equals.
    private NearPair? Nearest(int index)
    {
        float limit = MostDistance * MostDistance;
        int nearest = -1;
        foreach (int candidate in Within(index, MostDistance))
        {
            float distance = evaluated.SquaredDistance(index, training, candidate, limit);
            if (distance < limit || (distance == limit && candidate < nearest))
                (limit, nearest) = (distance, candidate);
        }

        return nearest < 0 ? null : new(index, nearest, MathF.Sqrt(limit));
    }

    private bool IsFarNearer(NearPair pair)
    {
        float reach = pair.Distance / FarNearer;
        int near = 0;
        foreach (int candidate in Within(pair.Evaluated, reach))
        {
            if (evaluated.SquaredDistance(pair.Evaluated, training, candidate, reach * reach) <= reach * reach && ++near == Usual)
                return false;
        }

        return true;
    }

    private ReadOnlySpan<int> Within(int index, float reach)
    {
        float key = evaluated.Projection(index)[_sorted.Cell];
        int first = FirstFrom(key - reach);
        return _sorted.Order.AsSpan(first, FirstFrom(key + reach) - first);
    }

    private int FirstFrom(float key)
    {
        int low = 0;
        int high = _sorted.Keys.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted.Keys[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static (int Cell, int[] Order, float[] Keys) Sorted(PictureLikeness training)
    {
        int[] comparable = [.. Enumerable.Range(0, training.Count).Where(training.IsComparable)];
        double Squares(int cell) => comparable.Sum(image => (double)training.Projection(image)[cell] * training.Projection(image)[cell]);
        double Sum(int cell) => comparable.Sum(image => (double)training.Projection(image)[cell]);
        int widest = Enumerable.Range(0, PictureLikeness.Cells).MaxBy(cell => Squares(cell) - (Sum(cell) * Sum(cell) / Math.Max(1, comparable.Length)));
        int[] order = [.. comparable.OrderBy(image => training.Projection(image)[widest])];
        return (widest, order, [.. order.Select(image => training.Projection(image)[widest])]);
    }
}

/// <summary>An evaluated image and the training image nearest to it.</summary>
/// <param name="Evaluated">The evaluated image's index.</param>
/// <param name="Training">The training image's index.</param>
/// <param name="Distance">Their distance, 0 to 2.</param>
internal readonly record struct NearPair(int Evaluated, int Training, float Distance);
