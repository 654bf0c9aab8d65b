namespace Thimble.Graph;

/// <summary>A batch of images in double precision: sample, channel, row, column, the column innermost (PyTorch's NCHW).</summary>
/// <param name="Samples">Samples.</param>
/// <param name="Channels">Channels of a sample.</param>
/// <param name="Height">Rows of a channel.</param>
/// <param name="Width">Columns of a row.</param>
internal sealed record Tensor4(int Samples, int Channels, int Height, int Width)
{
    /// <summary>The numbers, zero at first.</summary>
    public double[] Values { get; init; } = new double[Samples * Channels * Height * Width];

    /// <summary>Numbers in one channel of one sample.</summary>
    public int PlaneSize => Height * Width;

    /// <summary>Numbers in one sample.</summary>
    public int SampleSize => Channels * PlaneSize;

    /// <summary>One number.</summary>
    public double this[int sample, int channel, int row, int column]
    {
        get => Values[IndexOf(sample, channel, row, column)];
        set => Values[IndexOf(sample, channel, row, column)] = value;
    }

    /// <summary>Zeros of the same shape.</summary>
    public Tensor4 ZerosAlike() => new(Samples, Channels, Height, Width);

    /// <summary>A function of each number and its channel.</summary>
    public Tensor4 Select(Func<double, int, double> function) =>
        this with { Values = [.. Values.Select((value, index) => function(value, ChannelOf(index)))] };

    /// <summary>The sum with another one.</summary>
    public Tensor4 Plus(Tensor4 other) => this with { Values = [.. Values.Zip(other.Values, (a, b) => a + b)] };

    /// <summary>The product with another one, which may have one number a channel.</summary>
    public Tensor4 Times(Tensor4 other)
    {
        int share = PlaneSize / other.PlaneSize;
        return this with { Values = [.. Values.Select((value, index) => value * other.Values[index / share])] };
    }

    /// <summary>The sum of each channel over all samples.</summary>
    public double[] ChannelSums()
    {
        double[] sums = new double[Channels];
        for (int i = 0; i < Values.Length; i++)
            sums[ChannelOf(i)] += Values[i];
        return sums;
    }

    /// <summary>The sum of each channel of each sample.</summary>
    public Tensor4 PlaneSums() => new(Samples, Channels, 1, 1) { Values = [.. Values.Chunk(PlaneSize).Select(plane => plane.Sum())] };

    /// <summary>Whether a pixel lies in the image, and not in the padding around it.</summary>
    public bool Holds(int row, int column) => (uint)row < (uint)Height && (uint)column < (uint)Width;

    private int ChannelOf(int index) => index / PlaneSize % Channels;

    private int IndexOf(int sample, int channel, int row, int column) =>
        (((((sample * Channels) + channel) * Height) + row) * Width) + column;
}
