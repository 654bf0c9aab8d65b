namespace Thimble.Kernels.Reference;

/// <summary>
/// torch.nn.MaxPool2d: input samples × C × H × W, output samples × C × H' × W'. Padding is −∞: it never wins. Of equal
/// maxima the first, row by row, takes the gradient.
/// </summary>
internal static class MaxPoolReference
{
    /// <summary>The largest number of each window.</summary>
    public static Tensor4 Forward(Tensor4 input, ReferenceWindow window)
    {
        var output = new Tensor4(input.Samples, input.Channels, window.Positions(input.Height), window.Positions(input.Width));
        ForEachWindow(output, (n, c, y, x) =>
        {
            (int row, int column) = Winner(input, window, n, c, y, x);
            output[n, c, y, x] = input[n, c, row, column];
        });
        return output;
    }

    /// <summary>d loss / d input: each window gives its gradient to its winner.</summary>
    public static Tensor4 Backward(Tensor4 input, ReferenceWindow window, Tensor4 outputGradient)
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

    private static (int Row, int Column) Winner(Tensor4 input, ReferenceWindow window, int n, int c, int y, int x)
    {
        double largest = double.NegativeInfinity;
        (int Row, int Column) winner = (-1, -1);
        for (int i = 0; i < window.KernelSize * window.KernelSize; i++)
        {
            int row = (y * window.Stride) + (i / window.KernelSize) - window.Padding;
            int column = (x * window.Stride) + (i % window.KernelSize) - window.Padding;
            if (!input.Holds(row, column) || (winner.Row >= 0 && input[n, c, row, column] <= largest))
                continue;
            largest = input[n, c, row, column];
            winner = (row, column);
        }

        return winner;
    }
}
