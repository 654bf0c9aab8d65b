using Thimble.Data;
using Thimble.Engine.Images;
using Thimble.Networks;

namespace Thimble.Inference;

/// <summary>What one caller at a time needs to classify one image: memory of its own, reserved once.</summary>
internal sealed unsafe class ImageLane
{
    private readonly PixelBatch _image;
    private readonly float[] _logits;
    private readonly SingleImagePass _pass;

    /// <summary>Compiles the network, whose weights must not change afterwards.</summary>
    public ImageLane(Network network, Normalization normalization)
    {
        _image = new(network.Definition.Input.Size, normalization);
        _logits = new float[network.Definition.ClassCount];
        _pass = SingleImagePass.Of(network);
        _pass.Prepare();
    }

    /// <summary>The network's outputs for an image; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(ReadOnlySpan<byte> pixels)
    {
        fixed (byte* first = pixels)
        {
            _image.PointTo(first, count: 1);
            _pass.Run(_image, sample: 0, _logits);
        }

        return _logits;
    }
}
