namespace Thimble.Graph;

/// <summary>The largest number in each window; what is outside the image does not count.</summary>
/// <param name="Window">The window.</param>
internal sealed record MaximumPool(Window Window) : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Nothing;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Window.Slide(inputs[0]);

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => MaximumPoolDefinition.Forward(inputs[0], Window);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [MaximumPoolDefinition.Backward(inputs[0], Window, outputGradient)];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>
/// torch.nn.MaxPool2d: input samples × C × H × W, output samples × C × H' × W'. Padding is −∞: it never wins. Of equal
/// maxima the first, row by row, takes the gradient.
/// </summary>
internal static class MaximumPoolDefinition
{
    /// <summary>The largest number of each window.</summary>
    public static Tensor4 Forward(Tensor4 input, Window window)
    {
        Size2d positions = window.Positions(input.Height, input.Width);
        var output = new Tensor4(input.Samples, input.Channels, positions.Rows, positions.Columns);
        ForEachWindow(output, (n, c, y, x) =>
        {
            (int row, int column) = Winner(input, window, n, c, y, x);
            output[n, c, y, x] = input[n, c, row, column];
        });
        return output;
    }

    /// <summary>d loss / d input: each window gives its gradient to its winner.</summary>
    public static Tensor4 Backward(Tensor4 input, Window window, Tensor4 outputGradient)
    {
        Tensor4 gradient = input.ZerosAlike();
        ForEachWindow(outputGradient, (n, c, y, x) =>
        {
            (int row, int column) = Winner(input, window, n, c, y, x);
            gradient[n, c, row, column] += outputGradient[n, c, y, x];
        });
        return gradient;
    }

    private static void ForEachWindow(Tensor4 output, Action<int, int, int, int> action)
    {
        for (int i = 0; i < output.Values.Length; i++)
        {
            int plane = i / output.PlaneSize;
            action(plane / output.Channels, plane % output.Channels, i / output.Width % output.Height, i % output.Width);
        }
    }

    private static (int Row, int Column) Winner(Tensor4 input, Window window, int n, int c, int y, int x)
    {
        double largest = double.NegativeInfinity;
        (int Row, int Column) winner = (-1, -1);
        for (int i = 0; i < window.Kernel.Area; i++)
        {
            int row = (y * window.Stride.Rows) + (i / window.Kernel.Columns) - window.Padding.Rows;
            int column = (x * window.Stride.Columns) + (i % window.Kernel.Columns) - window.Padding.Columns;
            if (!input.Holds(row, column) || (winner.Row >= 0 && input[n, c, row, column] <= largest))
                continue;
            largest = input[n, c, row, column];
            winner = (row, column);
        }

        return winner;
    }
}
