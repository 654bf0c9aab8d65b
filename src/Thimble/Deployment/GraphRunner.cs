namespace Thimble.Deployment;

/// <summary>
/// Computes a graph as plain loops, image by image: what an export is compared with, and what int8 is calibrated with.
/// The engine is many times faster, but does not show the values between its layers.
/// </summary>
internal static class GraphRunner
{
    /// <summary>Every value that the graph's nodes make, in their order: channel, row, column.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="image">The image, already normalized.</param>
    public static float[][] Run(InferenceGraph graph, float[] image)
    {
        float[][] values = new float[graph.Nodes.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            float[][] inputs = [.. node.Inputs.Select(value => value == InferenceGraph.InputValue ? image : values[value])];
            values[i] = Run(node, graph.ShapeOf(node.Inputs[0]), inputs);
        }

        return values;
    }

    private static float[] Run(GraphNode node, Shape shape, float[][] inputs)
    {
        float[] x = inputs[0];
        return node.Operation switch
        {
            GraphOperation.Convolution one => Convolve(one, x, shape, node.Output),
            GraphOperation.Dense one => Multiply(one, x),
            GraphOperation.Normalization one => Normalize(one, x, shape.PlaneSize),
            GraphOperation.Rectification => [.. x.Select(value => Math.Max(value, 0))],
            GraphOperation.MaximumPooling one => Pool(x, shape, node.Output, one.KernelSize, one.Stride, one.Padding, isMaximum: true),
            GraphOperation.AveragePooling one => Pool(x, shape, node.Output, one.KernelSize, one.Stride, one.Padding, isMaximum: false),
            GraphOperation.GlobalAverage => [.. x.Chunk(shape.PlaneSize).Select(plane => plane.Sum() / plane.Length)],
            GraphOperation.Flattening => x,
            GraphOperation.Addition => [.. x.Zip(inputs[1], (a, b) => a + b)],
            _ => throw new ArgumentException($"There is no way to compute {node.Operation}.", nameof(node)),
        };
    }

    // A tap (input channel, kernel row, kernel column) at a time over whole rows, which leaves the inner loop plain.
    private static float[] Convolve(GraphOperation.Convolution one, float[] x, Shape input, Shape output)
    {
        float[] y = new float[output.Size];
        int channels = input.Channels / one.Groups;
        int size = one.KernelSize;
        for (int o = 0; o < output.Channels; o++)
        {
            Span<float> plane = y.AsSpan(o * output.PlaneSize, output.PlaneSize);
            plane.Fill(one.Bias?.Values[o] ?? 0);
            int firstChannel = o / (output.Channels / one.Groups) * channels;
            for (int tap = 0; tap < channels * size * size; tap++)
            {
                float weight = one.Weight.Values[(o * channels * size * size) + tap];
                ReadOnlySpan<float> source = x.AsSpan((firstChannel + (tap / (size * size))) * input.PlaneSize, input.PlaneSize);
                AddTap(one, weight, source, input, plane, output, (tap / size % size) - one.Padding, (tap % size) - one.Padding);
            }
        }

        return y;
    }

    private static void AddTap(
        GraphOperation.Convolution one, float weight, ReadOnlySpan<float> source, Shape input, Span<float> plane, Shape output, int down, int right)
    {
        for (int row = 0; row < output.Height; row++)
        {
            int y = (row * one.Stride) + down;
            if (y < 0 || y >= input.Height)
                continue;
            for (int column = 0; column < output.Width; column++)
            {
                int x = (column * one.Stride) + right;
                if (x >= 0 && x < input.Width)
                    plane[(row * output.Width) + column] += weight * source[(y * input.Width) + x];
            }
        }
    }

    private static float[] Multiply(GraphOperation.Dense one, float[] x)
    {
        float[] y = new float[one.Weight.Dimensions[0]];
        for (int o = 0; o < y.Length; o++)
        {
            float sum = one.Bias?.Values[o] ?? 0;
            for (int i = 0; i < x.Length; i++)
                sum += one.Weight.Values[(o * x.Length) + i] * x[i];
            y[o] = sum;
        }

        return y;
    }

    private static float[] Normalize(GraphOperation.Normalization one, float[] x, int plane)
    {
        (double[] factors, double[] addends) = one.AsAffine();
        return [.. x.Select((value, index) => (float)((value * factors[index / plane]) + addends[index / plane]))];
    }

    private static float[] Pool(float[] x, Shape input, Shape output, int size, int stride, int padding, bool isMaximum)
    {
        float[] y = new float[output.Size];
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<float> plane = x.AsSpan(i / output.PlaneSize * input.PlaneSize, input.PlaneSize);
            int top = (i / output.Width % output.Height * stride) - padding;
            int left = (i % output.Width * stride) - padding;
            float largest = float.NegativeInfinity;
            float sum = 0;
            for (int row = Math.Max(top, 0); row < Math.Min(top + size, input.Height); row++)
            {
                for (int column = Math.Max(left, 0); column < Math.Min(left + size, input.Width); column++)
                {
                    largest = Math.Max(largest, plane[(row * input.Width) + column]);
                    sum += plane[(row * input.Width) + column];
                }
            }

            y[i] = isMaximum ? largest : sum / (size * size);
        }

        return y;
    }
}
