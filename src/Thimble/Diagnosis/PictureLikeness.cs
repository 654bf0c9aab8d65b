using System.Numerics;
using System.Runtime.InteropServices;

namespace Thimble.Diagnosis;

/// <summary>
/// Images as points whose distance says how different they look: pixels less their mean, scaled to length 1, so that brightness and contrast do not
/// count. The squared distance of two of them is 2 − 2r, with r the correlation of their pixels. With each comes its projection on 16 cells of
/// the image, which is never further away than the whole and costs 16 multiplications instead of hundreds.
/// </summary>
internal sealed class PictureLikeness
{
    /// <summary>Numbers in a projection.</summary>
    public const int Cells = CellsPerSide * CellsPerSide;

    private const int CellsPerSide = 4;

    // An image that varies less, in grey levels, is noise about one colour; one with fewer pixels has nothing to recognize.
    private const double LeastDeviation = 4;
    private const int LeastSide = 8;

    private readonly int _size;
    private readonly float[] _points;
    private readonly float[] _projections;
    private readonly bool[] _isComparable;

    /// <summary>Reads images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="threads">Threads to use; the processor's count if null.</param>
    public PictureLikeness(ImageDataset images, int? threads = null)
    {
        Shape shape = images.ImageShape;
        _size = shape.Size;
        Count = images.Count;
        _points = new float[(long)Count * _size];
        _projections = new float[Count * Cells];
        _isComparable = new bool[Count];
        int[] cellOf = CellOf(shape);
        double[] scale = [.. Enumerable.Range(0, Cells).Select(cell => 1 / Math.Sqrt(Math.Max(1, cellOf.Count(one => one == cell))))];
        if (shape.Height < LeastSide || shape.Width < LeastSide)
            return;
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount }, image =>
        {
            if (!Normalize(images.Pixels(image), Point(image)))
                return;
            Project(image, cellOf, scale);
            _isComparable[image] = true;
        });
    }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>Whether an image has enough detail to be compared.</summary>
    public bool IsComparable(int image) => _isComparable[image];

    /// <summary>An image's projection.</summary>
    public ReadOnlySpan<float> Projection(int image) => _projections.AsSpan(image * Cells, Cells);

    /// <summary>The squared distance of two images.</summary>
    public float SquaredDistance(int image, PictureLikeness others, int other) => Squared(Point(image), others.Point(other));

    private Span<float> Point(int image) => _points.AsSpan(checked(image * _size), _size);

    private static bool Normalize(ReadOnlySpan<byte> pixels, Span<float> point)
    {
        double sum = 0;
        double squares = 0;
        foreach (byte pixel in pixels)
        {
            sum += pixel;
            squares += pixel * pixel;
        }

        double mean = sum / pixels.Length;
        double variance = (squares / pixels.Length) - (mean * mean);
        if (variance < LeastDeviation * LeastDeviation)
            return false;
        float scale = (float)(1 / Math.Sqrt(variance * pixels.Length));
        for (int i = 0; i < point.Length; i++)
            point[i] = (float)(pixels[i] - mean) * scale;
        return true;
    }

    // The cells' means, each times the root of its size: coordinates along orthogonal directions of length 1.
    private void Project(int image, int[] cellOf, double[] scale)
    {
        Span<double> sums = stackalloc double[Cells];
        Span<float> point = Point(image);
        for (int i = 0; i < point.Length; i++)
            sums[cellOf[i]] += point[i];
        Span<float> projection = _projections.AsSpan(image * Cells, Cells);
        for (int cell = 0; cell < Cells; cell++)
            projection[cell] = (float)(sums[cell] * scale[cell]);
    }

    private static int[] CellOf(Shape shape) =>
    [
        .. Enumerable.Range(0, shape.Size).Select(pixel => (pixel % shape.PlaneSize / shape.Width * CellsPerSide / shape.Height * CellsPerSide)
            + (pixel % shape.Width * CellsPerSide / shape.Width)),
    ];

    // Both lengths are the same. The order of the sums depends on the vectors' width alone, not on the threads.
    private static float Squared(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ReadOnlySpan<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(first);
        ReadOnlySpan<Vector<float>> b = MemoryMarshal.Cast<float, Vector<float>>(second);
        Vector<float> sums = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            Vector<float> difference = a[i] - b[i];
            sums += difference * difference;
        }

        float sum = Vector.Sum(sums);
        for (int i = a.Length * Vector<float>.Count; i < first.Length; i++)
            sum += (first[i] - second[i]) * (first[i] - second[i]);
        return sum;
    }
}
