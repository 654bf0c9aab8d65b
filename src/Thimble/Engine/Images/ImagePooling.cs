using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>The operations that move a single image's numbers to other positions.</summary>
internal static unsafe class ImagePooling
{
    /// <summary>A number a channel, in the order channel, row, column.</summary>
    public static void Flatten(ImagePlanes input, ImagePlanes output)
    {
        int feature = 0;
        for (int c = 0; c < input.Shape.Channels; c++)
        {
            for (int y = 0; y < input.Shape.Height; y++)
            {
                for (int x = 0; x < input.Shape.Width; x++)
                    *output.Channel(feature++) = *input.At(c, y, x);
            }
        }
    }

    /// <summary>The largest number in each window: down the columns in registers, then along the row.</summary>
    /// <param name="plan">The windows.</param>
    /// <param name="input">The image.</param>
    /// <param name="output">The pooled image.</param>
    /// <param name="row">Room for one row and a register.</param>
    /// <param name="kernels">The kernels to use.</param>
    public static void Maximum(PoolingPlan plan, ImagePlanes input, ImagePlanes output, AlignedArray<float> row, KernelSet kernels)
    {
        if (plan.Window == new Window(2, 2))
        {
            MaximumOfPairs(input, output);
            return;
        }

        for (int c = 0; c < output.Shape.Channels; c++)
        {
            for (int y = 0; y < output.Shape.Height; y++)
            {
                (int top, int bottom) = plan.Rows(y);
                kernels.MaximumOfRows(input.At(c, top, 0), input.Pitch, bottom - top, input.Shape.Width, row.Pointer);
                float* target = output.At(c, y, 0);
                for (int x = 0; x < output.Shape.Width; x++)
                {
                    (int left, int right) = plan.Columns(x);
                    float best = row.Pointer[left];
                    for (int i = left + 1; i < right; i++)
                        best = row.Pointer[i] > best ? row.Pointer[i] : best;
                    target[x] = best;
                }
            }
        }
    }

    // The usual pool: windows of two by two, side by side. What is written past a row's end the next row overwrites.
    private static void MaximumOfPairs(ImagePlanes input, ImagePlanes output)
    {
        for (int c = 0; c < output.Shape.Channels; c++)
        {
            for (int y = 0; y < output.Shape.Height; y++)
                Rows.MaximumOfPairs(input.At(c, 2 * y, 0), input.At(c, (2 * y) + 1, 0), output.Shape.Width, output.At(c, y, 0));
        }
    }

    /// <summary>The mean of each window, added up in the same order as <see cref="Pooling.Average"/>.</summary>
    public static void Average(PoolingPlan plan, ImagePlanes input, ImagePlanes output)
    {
        float share = 1f / plan.WindowSize;
        for (int c = 0; c < output.Shape.Channels; c++)
        {
            for (int y = 0; y < output.Shape.Height; y++)
            {
                (int top, int bottom) = plan.Rows(y);
                for (int x = 0; x < output.Shape.Width; x++)
                {
                    (int left, int right) = plan.Columns(x);
                    float sum = 0;
                    for (int row = top; row < bottom; row++)
                    {
                        for (int column = left; column < right; column++)
                            sum += *input.At(c, row, column);
                    }

                    *output.At(c, y, x) = sum * share;
                }
            }
        }
    }
}
