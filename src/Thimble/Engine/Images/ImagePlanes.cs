using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>One image between two steps: a plane a channel, in it the rows, <see cref="Pitch"/> floats apart.</summary>
internal sealed unsafe class ImagePlanes
{
    private readonly AlignedArray<float> _values;

    /// <summary>Reserves the planes.</summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="pitch">Floats from one row to the next, at least the width.</param>
    /// <param name="rowsBeyond">Rows that may be read past the last plane's end: a convolution reads a window of them.</param>
    /// <exception cref="InvalidInputException">They do not fit into one array.</exception>
    public ImagePlanes(Shape shape, int pitch, int rowsBeyond = 1)
    {
        Shape = shape;
        Pitch = pitch;
        long plane = (((shape.Height - 1L) * pitch) + shape.Width + Lanes.PerBlock - 1) / Lanes.PerBlock * Lanes.PerBlock;

        // Kernels read and write whole registers.
        _values = new((shape.Channels * plane) + ((rowsBeyond + 1) * ((long)pitch + Lanes.PerBlock)));
        ChannelStep = (int)plane;
    }

    private ImagePlanes(ImagePlanes planes, Shape shape)
    {
        (_values, Shape, Pitch, ChannelStep) = (planes._values, shape, planes.Pitch, planes.ChannelStep);
    }

    /// <summary>The image's shape.</summary>
    public Shape Shape { get; }

    /// <summary>Floats from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>Floats from one channel to the next: whole blocks.</summary>
    public int ChannelStep { get; }

    /// <summary>Floats of all channels.</summary>
    public int Floats => Shape.Channels * ChannelStep;

    /// <summary>A channel.</summary>
    public float* Channel(int channel) => _values.Pointer + (channel * ChannelStep);

    /// <summary>One number.</summary>
    public float* At(int channel, int row, int column) => Channel(channel) + (row * Pitch) + column;

    /// <summary>The same planes as another shape of as many channels and pixels.</summary>
    public ImagePlanes As(Shape shape) => new(this, shape);
}
