using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Global average pooling: the mean of each channel, as PyTorch's AdaptiveAvgPool2d(1).</summary>
public sealed record AdaptiveAvgPool2d : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input with { Height = 1, Width = 1 };

    /// <inheritdoc/>
    public override Window WindowOn(Shape input) => new(Math.Max(input.Height, input.Width));

    internal override Operation CreateOperation(OperationContext context) =>
        new AvgPool2dOperation(context.InputShape.Height, context.InputShape.Width, Window.Point, context);
}
