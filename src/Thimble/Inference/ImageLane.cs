using Thimble.Data;
using Thimble.Evaluation;
using Thimble.Networks;

namespace Thimble.Inference;

/// <summary>What one caller at a time needs to classify one image: memory of its own, reserved once.</summary>
internal sealed unsafe class ImageLane : IDisposable
{
    private readonly PixelBatch _image;
    private readonly float[] _logits;
    private readonly SingleImagePass? _pass;
    private readonly Evaluator? _evaluator;

    /// <summary>Compiles the network, whose weights must not change afterwards.</summary>
    public ImageLane(Network network, Normalization normalization)
    {
        _image = new(network.Definition.Input.Size, normalization);
        _logits = new float[network.Definition.ClassCount];
        _pass = SingleImagePass.Create(network);
        if (_pass is null)
            _evaluator = new(network, threads: 1);
        else
            _pass.Prepare();
    }

    /// <summary>The network's outputs for an image; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(ReadOnlySpan<byte> pixels)
    {
        fixed (byte* first = pixels)
        {
            _image.PointTo(first, count: 1);
            if (_pass is not null)
                _pass.Run(_image, sample: 0, _logits);
            else
                _evaluator!.Logits(_image, _logits);
        }

        return _logits;
    }

    /// <inheritdoc/>
    public void Dispose() => _evaluator?.Dispose();
}
