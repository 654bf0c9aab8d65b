using Thimble.Graph;
using Thimble.Options;

namespace Thimble.Layers;

/// <summary>Reads an image as one flat vector: channel, row, column.</summary>
public sealed record Flatten : Layer
{
    internal static readonly OptionSchema<Layer> Schema = new OptionSchema<Layer, Flatten>("flatten", "an image as a flat vector", _ => new());

    /// <inheritdoc/>
    /// <remarks>What reads the vector sees every pixel.</remarks>
    internal override Window WindowOn(Shape input) => new((input.Height, input.Width));

    internal override Value Lower(GraphBuilder graph, Value input) => graph.Add(new Reshape(Shape.Flat(input.Shape.Size)), input);
}
