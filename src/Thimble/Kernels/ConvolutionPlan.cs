namespace Thimble.Kernels;

/// <summary>
/// A convolution as tables of offsets: output pixel p and tap t (input channel, kernel row, kernel column) meet the
/// input at <c>PixelOffsets[p] + TapOffsets[t]</c>, and the pixel is written at <c>OutputOffsets[p]</c>. Stride, kernel size
/// and image shape are in the tables alone, so one loop serves them all and a tile of pixels may run over the end of a row.
/// </summary>
/// <remarks>The input is a block whose borders of zeros are already in place (<see cref="BorderedCopy"/>).</remarks>
internal sealed unsafe class ConvolutionPlan
{
    // Processors of today have a second-level cache of half a megabyte to 2 MB a core: half of the smallest is for the input of a band.
    private const int BandBytes = 256 << 10;

    // Whole register tiles of 3 and of 6 pixels.
    private const int BandStep = 6;

    /// <summary>Makes the tables of one group of channels.</summary>
    /// <param name="inChannels">Input channels of the group.</param>
    /// <param name="inHeight">Input rows, borders included.</param>
    /// <param name="inWidth">Input columns, borders included.</param>
    /// <param name="outChannels">Output channels of the group.</param>
    /// <param name="kernel">Rows and columns of the kernel.</param>
    /// <param name="stride">Step of the kernel.</param>
    public ConvolutionPlan(int inChannels, int inHeight, int inWidth, int outChannels, Size2d kernel, Size2d stride)
        : this(inChannels, inHeight * inWidth, outChannels, (((inHeight - kernel.Rows) / stride.Rows) + 1) * (((inWidth - kernel.Columns) / stride.Columns) + 1), kernel.Area)
    {
        int outWidth = ((inWidth - kernel.Columns) / stride.Columns) + 1;
        OutPlane = Pixels;
        for (int p = 0; p < Pixels; p++)
        {
            PixelOffsets.Pointer[p] = ((p / outWidth * stride.Rows * inWidth) + (p % outWidth * stride.Columns)) * Lanes.PerBlock;
            OutputOffsets.Pointer[p] = p * Lanes.PerBlock;
        }

        for (int t = 0; t < Taps; t++)
        {
            int channel = t / kernel.Area;
            int row = t % kernel.Area / kernel.Columns;
            int column = t % kernel.Columns;
            TapOffsets.Pointer[t] = ((((channel * inHeight) + row) * inWidth) + column) * Lanes.PerBlock;
        }
    }

    private ConvolutionPlan(int inChannels, int inPlane, int outChannels, int pixels, int tapsPerChannel)
    {
        InChannels = inChannels;
        InPlane = inPlane;
        OutChannels = outChannels;
        PixelOffsets = new(pixels);
        OutputOffsets = new(pixels);
        TapOffsets = new((long)inChannels * tapsPerChannel);
        long inputBytes = (long)inChannels * inPlane * Lanes.PerBlock * sizeof(float);
        PixelsPerBand = inputBytes <= BandBytes ? pixels : (int)Math.Max(BandStep, BandBytes * (long)pixels / inputBytes / BandStep * BandStep);
    }

    /// <summary>Input channels of the group.</summary>
    public int InChannels { get; }

    /// <summary>Pixels of an input channel, borders included.</summary>
    public int InPlane { get; }

    /// <summary>Output channels of the group.</summary>
    public int OutChannels { get; }

    /// <summary>Pixels from one output channel to the next.</summary>
    public int OutPlane { get; private init; }

    /// <summary>Pixels of an output channel that are computed.</summary>
    public int Pixels => PixelOffsets.Length;

    /// <summary>Input channels × kernel rows × kernel columns; of a phase, those of its remainder.</summary>
    public int Taps => TapOffsets.Length;

    /// <summary>
    /// Pixels that are done at a time, for all output channels: as many as have their input in the second-level cache, in whole register tiles.
    /// </summary>
    public int PixelsPerBand { get; private init; }

    /// <summary>Where in the input each output pixel's window begins, in floats.</summary>
    public AlignedArray<int> PixelOffsets { get; }

    /// <summary>Where in a window each tap is, in floats.</summary>
    public AlignedArray<int> TapOffsets { get; }

    /// <summary>Where in an output channel each pixel is written, in floats.</summary>
    public AlignedArray<int> OutputOffsets { get; }

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
        int pixels = positions / Lanes.PerBlock;
        // An image has a sixteenth of a block's numbers, and is done in one band.
        var plan = new ConvolutionPlan(inChannels, plane * stride.Area, outChannels, pixels, kernel.Area) { OutPlane = pixels, PixelsPerBand = pixels };
        for (int p = 0; p < pixels; p++)
            plan.PixelOffsets.Span[p] = plan.OutputOffsets.Span[p] = p * Lanes.PerBlock;
        for (int t = 0; t < plan.Taps; t++)
        {
            (int row, int column) = (t % kernel.Area / kernel.Columns, t % kernel.Columns);
            int planes = (t / kernel.Area * stride.Area) + (row % stride.Rows * stride.Columns) + (column % stride.Columns);
            plan.TapOffsets.Span[t] = (planes * plane) + (row / stride.Rows * pitch) + (column / stride.Columns);
        }

        return plan;
    }

    /// <summary>The tables of the part of an input gradient that is of one remainder by the stride.</summary>
    /// <param name="bordered">The shape of a group's output gradient, borders included, which is read.</param>
    /// <param name="border">Rows of zeros above it and columns to its left.</param>
    /// <param name="input">The shape of a group's input, whose gradient is written.</param>
    /// <param name="rows">Which rows are written, and by which rows of the kernel.</param>
    /// <param name="columns">The same of columns.</param>
    public static ConvolutionPlan OfPhase(Shape bordered, Size2d border, Shape input, GradientPhase rows, GradientPhase columns)
    {
        int area = rows.Taps.Count * columns.Taps.Count;
        var plan = new ConvolutionPlan(bordered.Channels, bordered.PlaneSize, input.Channels, rows.Count * columns.Count, area) { OutPlane = input.PlaneSize };
        for (int p = 0; p < plan.Pixels; p++)
        {
            (int row, int column) = (p / columns.Count, p % columns.Count);
            plan.PixelOffsets.Span[p] = (((rows.Source + border.Rows + row) * bordered.Width) + columns.Source + border.Columns + column) * Lanes.PerBlock;
            plan.OutputOffsets.Span[p] = ((rows.PlaceOf(row) * input.Width) + columns.PlaceOf(column)) * Lanes.PerBlock;
        }

        // The kernel's last row of this remainder reads the first row of gradients.
        for (int t = 0; t < plan.Taps; t++)
        {
            (int row, int column) = (t % area / columns.Taps.Count, t % columns.Taps.Count);
            int back = ((rows.Taps.Count - 1 - row) * bordered.Width) + columns.Taps.Count - 1 - column;
            plan.TapOffsets.Span[t] = ((t / area * bordered.PlaneSize) - back) * Lanes.PerBlock;
        }

        return plan;
    }
}
