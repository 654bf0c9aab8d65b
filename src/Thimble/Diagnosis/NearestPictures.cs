using System.Numerics;
using System.Runtime.InteropServices;

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
    public const float FarNearer = 0.25f;

    private const int Usual = 10;

    // Evaluated images that are compared with the training images at a time: what is loaded of those serves all of them.
    private const int Together = 4;

    // Projections of the training images that can be compared, in blocks of as many images as a vector has lanes: [block][cell][lane].
    private readonly Vector<float>[] _projections = Blocks(training);
    private readonly int[] _images = Comparable(training);

    /// <summary>Finds pairs, in the order of the evaluated images.</summary>
    /// <param name="isWanted">Which evaluated images are looked at.</param>
    public IEnumerable<NearPair> Find(Predicate<int> isWanted)
    {
        int[] wanted = [.. Enumerable.Range(0, evaluated.Count).Where(index => evaluated.IsComparable(index) && isWanted(index))];
        var found = new NearPair?[wanted.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        Parallel.For(0, (wanted.Length + Together - 1) / Together, options, group =>
        {
            int first = group * Together;
            int count = Math.Min(Together, wanted.Length - first);
            List<int>[] near = Within(wanted.AsSpan(first, count), MostDistance);
            NearPair[] pairs = [.. Enumerable.Range(0, count).Select(i => Nearest(wanted[first + i], near[i])).OfType<NearPair>()];
            if (pairs.Length == 0)
                return;
            List<int>[] around = Within([.. pairs.Select(pair => pair.Evaluated)], pairs.Max(pair => pair.Distance) / FarNearer);
            for (int i = 0; i < pairs.Length; i++)
            {
                if (IsFarNearer(pairs[i], around[i]))
                    found[first + i] = pairs[i];
            }
        });
        return found.OfType<NearPair>();
    }

    // The first of equals.
    private NearPair? Nearest(int index, List<int> candidates)
    {
        float least = MostDistance * MostDistance;
        int nearest = -1;
        foreach (int candidate in candidates)
        {
            float distance = evaluated.SquaredDistance(index, training, candidate);
            if (distance < least || (distance == least && nearest < 0))
                (least, nearest) = (distance, candidate);
        }

        return nearest < 0 ? null : new(index, nearest, MathF.Sqrt(least));
    }

    private bool IsFarNearer(NearPair pair, List<int> candidates)
    {
        float reach = pair.Distance / FarNearer;
        return candidates.Where(candidate => evaluated.SquaredDistance(pair.Evaluated, training, candidate) <= reach * reach).Take(Usual).Count() < Usual;
    }

    // Training images whose projection is within reach of that of each of up to four evaluated images, in their order. Whatever is within reach
    // itself is among them, since a projection is never further away than the whole.
    private List<int>[] Within(ReadOnlySpan<int> indices, float reach)
    {
        List<int>[] within = [.. Enumerable.Range(0, Together).Select(_ => new List<int>())];
        // Those that are missing are the last one again.
        ReadOnlySpan<float> p0 = evaluated.Projection(indices[0]);
        ReadOnlySpan<float> p1 = evaluated.Projection(indices[Math.Min(1, indices.Length - 1)]);
        ReadOnlySpan<float> p2 = evaluated.Projection(indices[Math.Min(2, indices.Length - 1)]);
        ReadOnlySpan<float> p3 = evaluated.Projection(indices[^1]);
        // Rounding takes nothing away.
        var limit = new Vector<float>(reach * reach * 1.0001f);
        for (int block = 0; block * Vector<float>.Count < _images.Length; block++)
        {
            ReadOnlySpan<Vector<float>> cells = _projections.AsSpan(block * PictureLikeness.Cells, PictureLikeness.Cells);
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int cell = 0; cell < cells.Length; cell++)
            {
                Vector<float> d0 = cells[cell] - new Vector<float>(p0[cell]);
                Vector<float> d1 = cells[cell] - new Vector<float>(p1[cell]);
                Vector<float> d2 = cells[cell] - new Vector<float>(p2[cell]);
                Vector<float> d3 = cells[cell] - new Vector<float>(p3[cell]);
                s0 += d0 * d0;
                s1 += d1 * d1;
                s2 += d2 * d2;
                s3 += d3 * d3;
            }

            if (!Vector.LessThanOrEqualAny(Vector.Min(Vector.Min(s0, s1), Vector.Min(s2, s3)), limit))
                continue;
            Add(block, s0, limit, within[0]);
            Add(block, s1, limit, within[1]);
            Add(block, s2, limit, within[2]);
            Add(block, s3, limit, within[3]);
        }

        return within;
    }

    private void Add(int block, Vector<float> squares, Vector<float> limit, List<int> within)
    {
        int first = block * Vector<float>.Count;
        for (int lane = 0; lane < Vector<float>.Count && first + lane < _images.Length; lane++)
        {
            if (squares[lane] <= limit[lane])
                within.Add(_images[first + lane]);
        }
    }

    private static int[] Comparable(PictureLikeness training) => [.. Enumerable.Range(0, training.Count).Where(training.IsComparable)];

    private static Vector<float>[] Blocks(PictureLikeness training)
    {
        int[] comparable = Comparable(training);
        int blocks = (comparable.Length + Vector<float>.Count - 1) / Vector<float>.Count;
        var projections = new Vector<float>[blocks * PictureLikeness.Cells];
        Span<float> lanes = MemoryMarshal.Cast<Vector<float>, float>(projections.AsSpan());
        for (int i = 0; i < comparable.Length; i++)
        {
            ReadOnlySpan<float> projection = training.Projection(comparable[i]);
            (int block, int lane) = (i / Vector<float>.Count, i % Vector<float>.Count);
            for (int cell = 0; cell < PictureLikeness.Cells; cell++)
                lanes[(((block * PictureLikeness.Cells) + cell) * Vector<float>.Count) + lane] = projection[cell];
        }

        return projections;
    }
}

/// <summary>An evaluated image and the training image nearest to it.</summary>
/// <param name="Evaluated">The evaluated image's index.</param>
/// <param name="Training">The training image's index.</param>
/// <param name="Distance">Their distance, 0 to 2.</param>
internal readonly record struct NearPair(int Evaluated, int Training, float Distance);
