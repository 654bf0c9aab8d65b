namespace Thimble.Kernels;

/// <summary>
/// A convolution as two tables of offsets: output pixel p and tap t (input channel, kernel row, kernel column) meet
/// the input at <c>PixelOffsets[p] + TapOffsets[t]</c>. Stride, kernel size and image shape live in the tables alone,
/// so one loop serves them all and a tile of pixels may run over the end of a row.
/// </summary>
/// <remarks>The input is a block whose borders of zeros are already in place (<see cref="BorderedCopy"/>).</remarks>
internal sealed unsafe class ConvolutionPlan
{
    // Processors of today have a second-level cache of 1 to 2 MB a core; half a megabyte in use leaves room for the rest.
    private const int CacheBytes = 1 << 20;

    /// <summary>Makes the tables of one group of channels.</summary>
    /// <param name="inChannels">Input channels of the group.</param>
    /// <param name="inHeight">Input rows, borders included.</param>
    /// <param name="inWidth">Input columns, borders included.</param>
    /// <param name="outChannels">Output channels of the group.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    public ConvolutionPlan(int inChannels, int inHeight, int inWidth, int outChannels, Size2d kernel, Size2d stride)
    {
        InChannels = inChannels;
        InPlane = inHeight * inWidth;
        OutChannels = outChannels;
        int outHeight = ((inHeight - kernel.Rows) / stride.Rows) + 1;
        int outWidth = ((inWidth - kernel.Columns) / stride.Columns) + 1;
        Pixels = outHeight * outWidth;
        Taps = inChannels * kernel.Area;
        PixelOffsets = new AlignedArray<int>(Pixels);
        TapOffsets = new AlignedArray<int>(Taps);
        for (int p = 0; p < Pixels; p++)
            PixelOffsets.Pointer[p] = ((p / outWidth * stride.Rows * inWidth) + (p % outWidth * stride.Columns)) * Lanes.PerBlock;
        for (int t = 0; t < Taps; t++)
        {
            int channel = t / kernel.Area;
            int row = t % kernel.Area / kernel.Columns;
            int column = t % kernel.Columns;
            TapOffsets.Pointer[t] = ((((channel * inHeight) + row) * inWidth) + column) * Lanes.PerBlock;
        }
    }

    private ConvolutionPlan(int inChannels, int inPlane, int outChannels, AlignedArray<int> pixelOffsets, AlignedArray<int> tapOffsets)
    {
        InChannels = inChannels;
        InPlane = inPlane;
        OutChannels = outChannels;
        Pixels = pixelOffsets.Length;
        Taps = tapOffsets.Length;
        PixelOffsets = pixelOffsets;
        TapOffsets = tapOffsets;
    }

    /// <summary>Input channels of the group.</summary>
    public int InChannels { get; }

    /// <summary>Pixels of an input channel, borders included.</summary>
    public int InPlane { get; }

    /// <summary>Output channels of the group.</summary>
    public int OutChannels { get; }

    /// <summary>Pixels of an output channel.</summary>
    public int Pixels { get; }

    /// <summary>Input channels × kernel rows × kernel columns.</summary>
    public int Taps { get; }

    /// <summary>
    /// Taps that are done at a time: all of them, or those of so many input channels as the second-level cache holds
    /// beside the output.
    /// </summary>
    public int TapsPerChunk
    {
        get
        {
            long channelBytes = (long)InPlane * Lanes.PerBlock * sizeof(float);
            int area = Taps / InChannels;
            return channelBytes * InChannels <= CacheBytes ? Taps : (int)Math.Max(1, CacheBytes / 2 / channelBytes) * area;
        }
    }

    /// <summary>Where in the input each output pixel's window begins, in floats.</summary>
    public AlignedArray<int> PixelOffsets { get; }

    /// <summary>Where in a window each tap lies, in floats.</summary>
    public AlignedArray<int> TapOffsets { get; }

    /// <summary>
    /// The tables for a single image, where a lane is not a sample but a position: 16 neighbours in the image's rows
    /// laid end to end take the place of one pixel of 16 samples. The same loops then serve a single image. Positions
    /// between a row's last output and the next row's first come out as numbers that mean nothing.
    /// </summary>
    /// <remarks>
    /// A step of the kernel is laid into the tables, too: the input's rows and columns are sorted by their remainder, a
    /// plane for each (<see cref="Rows.Sort"/>), and a tap reads the plane of its own. Nothing is computed that is not needed.
    /// </remarks>
    /// <param name="inChannels">Input channels of the group.</param>
    /// <param name="plane">Floats from one plane of the input to the next.</param>
    /// <param name="pitch">Floats from one row to the next, of the input and of the output.</param>
    /// <param name="positions">Positions of the output, a multiple of 16.</param>
    /// <param name="outChannels">Output channels of the group.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="stride">Step of the kernel: a channel has as many planes as it has rows times columns.</param>
    public static ConvolutionPlan OfPositions(
        int inChannels, int plane, int pitch, int positions, int outChannels, Size2d kernel, Size2d stride)
    {
        var pixelOffsets = new AlignedArray<int>(positions / Lanes.PerBlock);
        for (int p = 0; p < pixelOffsets.Length; p++)
            pixelOffsets.Span[p] = p * Lanes.PerBlock;
        var tapOffsets = new AlignedArray<int>(inChannels * kernel.Area);
        for (int t = 0; t < tapOffsets.Length; t++)
        {
            (int row, int column) = (t % kernel.Area / kernel.Columns, t % kernel.Columns);
            int planes = (t / kernel.Area * stride.Area) + (row % stride.Rows * stride.Columns) + (column % stride.Columns);
            tapOffsets.Span[t] = (planes * plane) + (row / stride.Rows * pitch) + (column / stride.Columns);
        }

        return new(inChannels, plane * stride.Area, outChannels, pixelOffsets, tapOffsets);
    }
}
