using Thimble.Kernels;

namespace Thimble.Evaluation;

/// <summary>One image between two layers: a plane a channel, in it the rows, <see cref="Pitch"/> floats apart.</summary>
internal sealed unsafe class ImagePlanes
{
    private readonly AlignedArray<float> _values;

    /// <summary>Reserves the planes.</summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="pitch">Floats from one row to the next, at least the width.</param>
    /// <exception cref="InvalidInputException">They do not fit into one array.</exception>
    public ImagePlanes(Shape shape, int pitch)
    {
        Shape = shape;
        Pitch = pitch;
        long plane = (((shape.Height - 1L) * pitch) + shape.Width + Lanes.PerBlock - 1) / Lanes.PerBlock * Lanes.PerBlock;

        // Kernels read whole registers, and a convolution a window of them, past the last plane's end.
        const int LargestKernelRows = 16;
        _values = new((shape.Channels * plane) + (LargestKernelRows * ((long)pitch + Lanes.PerBlock)));
        Plane = (int)plane;
    }

    /// <summary>The image's shape.</summary>
    public Shape Shape { get; }

    /// <summary>Floats from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>Floats from one channel to the next: whole blocks.</summary>
    public int Plane { get; }

    /// <summary>Floats of all channels.</summary>
    public int Floats => Shape.Channels * Plane;

    /// <summary>A channel.</summary>
    public float* Channel(int channel) => _values.Pointer + (channel * Plane);

    /// <summary>One number.</summary>
    public float* At(int channel, int row, int column) => Channel(channel) + (row * Pitch) + column;
}
