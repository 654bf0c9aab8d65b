namespace Thimble.Layers;

/// <summary>How large a network may be that someone else describes, in a file: far above what fits in a thimble, far below what overflows an int.</summary>
/// <param name="Activations">The most numbers of one value of one image.</param>
/// <param name="Parameters">The most trainable numbers.</param>
internal sealed record NetworkLimits(long Activations, long Parameters)
{
    /// <summary>The limits of files.</summary>
    public static NetworkLimits OfFiles { get; } = new(1L << 27, 100_000_000);

    /// <summary>What is too large about a layer, or null if nothing is.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    /// <param name="output">Its output.</param>
    /// <param name="parameters">The network's trainable numbers up to and with this layer.</param>
    public string? ExcessOf(Layer layer, Shape input, Shape output, long parameters) =>
        TooLarge("output", output)
        ?? TooLarge("padded input", layer.WindowOn(input).Padded(input))
        ?? (parameters > Parameters ? $"with this layer the network has more than {Parameters:N0} parameters; use fewer channels" : null);

    /// <summary>Checks the size of an image.</summary>
    /// <exception cref="InvalidInputException">It is too large.</exception>
    public void CheckImage(Shape image)
    {
        if (IsTooLarge(image))
            throw new InvalidInputException($"an image of {image} is too large; allowed: up to {Activations:N0} numbers");
    }

    private bool IsTooLarge(Shape shape) => (long)shape.Channels * shape.Height * shape.Width > Activations;

    private string? TooLarge(string what, Shape shape) => IsTooLarge(shape)
        ? $"its {what} {shape} is too large; allowed: up to {Activations:N0} numbers an image"
        : null;
}
