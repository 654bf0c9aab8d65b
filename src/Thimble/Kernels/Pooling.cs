namespace Thimble.Kernels;

/// <summary>Maximum and average over windows of one block.</summary>
internal static unsafe partial class Pooling
{
    /// <summary>
    /// The maximum of each window, and where it was found: its number in the window, as a float. Of equal numbers the
    /// first in row-major order wins, as in PyTorch.
    /// </summary>
    /// <param name="plan">The windows.</param>
    /// <param name="input">[channel, row, column, lane].</param>
    /// <param name="scales">[channel, lane]: the maximum is that of input · scale + shift.</param>
    /// <param name="shifts">[channel, lane].</param>
    /// <param name="rectify">Whether to output max(0, maximum).</param>
    /// <param name="output">[channel, row, column, lane].</param>
    /// <param name="winners">[channel, row, column, lane].</param>
    public static void Maximum<TVector>(
        PoolingPlan plan, float* input, float* scales, float* shifts, bool rectify, float* output, float* winners)
        where TVector : unmanaged, IVector<TVector>
    {
        if (plan.IsTwoByTwo)
        {
            MaximumTwoByTwo<TVector>(plan, input, scales, shifts, rectify, output, winners);
            return;
        }

        for (int c = 0; c < plan.Input.Channels; c++)
        {
            for (int y = 0; y < plan.Output.Height; y++)
            {
                for (int x = 0; x < plan.Output.Width; x++, output += Lanes.PerBlock, winners += Lanes.PerBlock)
                    MaximumOf<TVector>(plan, y, x, input, scales, shifts, rectify, output, winners);
            }

            input += plan.Input.PlaneSize * Lanes.PerBlock;
            scales += Lanes.PerBlock;
            shifts += Lanes.PerBlock;
        }
    }

    /// <summary>inputGradient = the output gradient at each window's winner, 0 elsewhere.</summary>
    public static void MaximumBackward<TVector>(
        PoolingPlan plan, float* winners, float* outputGradient, float* inputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        if (plan.IsTwoByTwo)
        {
            MaximumTwoByTwoBackward<TVector>(plan, winners, outputGradient, inputGradient);
            return;
        }

        new Span<float>(inputGradient, plan.Input.Size * Lanes.PerBlock).Clear();
        for (int c = 0; c < plan.Input.Channels; c++, inputGradient += plan.Input.PlaneSize * Lanes.PerBlock)
        {
            for (int y = 0; y < plan.Output.Height; y++)
            {
                for (int x = 0; x < plan.Output.Width; x++, outputGradient += Lanes.PerBlock, winners += Lanes.PerBlock)
                    MaximumBackwardOf<TVector>(plan, y, x, winners, outputGradient, inputGradient);
            }
        }
    }

    /// <summary>The mean of each window; padding counts as zeros.</summary>
    public static void Average<TVector>(PoolingPlan plan, float* input, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector share = TVector.Broadcast(1f / plan.WindowSize);
        for (int c = 0; c < plan.Input.Channels; c++, input += plan.Input.PlaneSize * Lanes.PerBlock)
        {
            for (int y = 0; y < plan.Output.Height; y++)
            {
                for (int x = 0; x < plan.Output.Width; x++, output += Lanes.PerBlock)
                    AverageOf(plan, y, x, share, input, output);
            }
        }
    }

    /// <summary>inputGradient = the sum of the output gradients of the windows a pixel lies in, over the window's size.</summary>
    public static void AverageBackward<TVector>(PoolingPlan plan, float* outputGradient, float* inputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector share = TVector.Broadcast(1f / plan.WindowSize);
        new Span<float>(inputGradient, plan.Input.Size * Lanes.PerBlock).Clear();
        for (int c = 0; c < plan.Input.Channels; c++, inputGradient += plan.Input.PlaneSize * Lanes.PerBlock)
        {
            for (int y = 0; y < plan.Output.Height; y++)
            {
                for (int x = 0; x < plan.Output.Width; x++, outputGradient += Lanes.PerBlock)
                    AverageBackwardOf(plan, y, x, share, outputGradient, inputGradient);
            }
        }
    }

    private static void MaximumOf<TVector>(
        PoolingPlan plan, int y, int x, float* input, float* scales, float* shifts, bool rectify, float* output, float* winners)
        where TVector : unmanaged, IVector<TVector>
    {
        (int top, int bottom) = plan.Rows(y);
        (int left, int right) = plan.Columns(x);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector scale = TVector.Load(scales + lane);
            TVector shift = TVector.Load(shifts + lane);
            int pixel = (top * plan.Input.Width) + left;
            TVector best = TVector.MultiplyAdd(scale, TVector.Load(input + (pixel * Lanes.PerBlock) + lane), shift);
            TVector winner = TVector.Broadcast(plan.PositionOf(y, x, top, left));
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    pixel = (row * plan.Input.Width) + column;
                    TVector value = TVector.MultiplyAdd(scale, TVector.Load(input + (pixel * Lanes.PerBlock) + lane), shift);
                    winner = TVector.SelectGreater(value, best, TVector.Broadcast(plan.PositionOf(y, x, row, column)), winner);
                    best = TVector.SelectGreater(value, best, value, best);
                }
            }

            TVector.Store(rectify ? TVector.Rectify(best) : best, output + lane);
            TVector.Store(winner, winners + lane);
        }
    }

    private static void MaximumBackwardOf<TVector>(
        PoolingPlan plan, int y, int x, float* winners, float* outputGradient, float* inputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        (int top, int bottom) = plan.Rows(y);
        (int left, int right) = plan.Columns(x);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector winner = TVector.Load(winners + lane);
            TVector gradient = TVector.Load(outputGradient + lane);
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    int pixel = (row * plan.Input.Width) + column;
                    float* target = inputGradient + (pixel * Lanes.PerBlock) + lane;
                    TVector position = TVector.Broadcast(plan.PositionOf(y, x, row, column));
                    TVector share = TVector.SelectEqual(winner, position, gradient, TVector.Zero);
                    TVector.Store(TVector.Load(target) + share, target);
                }
            }
        }
    }

    private static void AverageOf<TVector>(PoolingPlan plan, int y, int x, TVector share, float* input, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        (int top, int bottom) = plan.Rows(y);
        (int left, int right) = plan.Columns(x);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector sum = TVector.Zero;
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                    sum += TVector.Load(input + (((row * plan.Input.Width) + column) * Lanes.PerBlock) + lane);
            }

            TVector.Store(sum * share, output + lane);
        }
    }

    private static void AverageBackwardOf<TVector>(
        PoolingPlan plan, int y, int x, TVector share, float* outputGradient, float* inputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        (int top, int bottom) = plan.Rows(y);
        (int left, int right) = plan.Columns(x);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector part = TVector.Load(outputGradient + lane) * share;
            for (int row = top; row < bottom; row++)
            {
                for (int column = left; column < right; column++)
                {
                    float* target = inputGradient + (((row * plan.Input.Width) + column) * Lanes.PerBlock) + lane;
                    TVector.Store(TVector.Load(target) + part, target);
                }
            }
        }
    }
}
