namespace Thimble.Kernels;

/// <content>2×2 windows that tile the input: two rows in, one row out, nothing to clip, clear or add to.</content>
internal static unsafe partial class Pooling
{
    private static void MaximumTwoByTwo<TVector>(
        PoolingPlan plan, float* input, float* scales, float* shifts, bool rectify, float* output, float* winners)
        where TVector : unmanaged, IVector<TVector>
    {
        int row = plan.Input.Width * Lanes.PerBlock;
        int outRow = plan.Output.Width * Lanes.PerBlock;
        for (int c = 0; c < plan.Input.Channels; c++, scales += Lanes.PerBlock, shifts += Lanes.PerBlock)
        {
            for (int y = 0; y < plan.Output.Height; y++, input += 2 * row, output += outRow, winners += outRow)
            {
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                    MaximumRow<TVector>(input + lane, row, TVector.Load(scales + lane), TVector.Load(shifts + lane), rectify, output + lane, winners + lane, outRow);
            }
        }
    }

    private static void MaximumRow<TVector>(
        float* input, int row, TVector scale, TVector shift, bool rectify, float* output, float* winners, int outRow)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector one = TVector.Broadcast(1);
        TVector two = TVector.Broadcast(2);
        TVector three = TVector.Broadcast(3);
        for (int i = 0; i < outRow; i += Lanes.PerBlock, input += 2 * Lanes.PerBlock)
        {
            TVector best = TVector.MultiplyAdd(scale, TVector.Load(input), shift);
            TVector b = TVector.MultiplyAdd(scale, TVector.Load(input + Lanes.PerBlock), shift);
            TVector c = TVector.MultiplyAdd(scale, TVector.Load(input + row), shift);
            TVector d = TVector.MultiplyAdd(scale, TVector.Load(input + row + Lanes.PerBlock), shift);
            TVector winner = TVector.SelectGreater(b, best, one, TVector.Zero);
            best = TVector.SelectGreater(b, best, b, best);
            winner = TVector.SelectGreater(c, best, two, winner);
            best = TVector.SelectGreater(c, best, c, best);
            winner = TVector.SelectGreater(d, best, three, winner);
            best = TVector.SelectGreater(d, best, d, best);
            TVector.Store(rectify ? TVector.Rectify(best) : best, output + i);
            TVector.Store(winner, winners + i);
        }
    }

    private static void MaximumTwoByTwoBackward<TVector>(
        PoolingPlan plan, float* winners, float* outputGradient, float* inputGradient)
        where TVector : unmanaged, IVector<TVector>
    {
        int row = plan.Input.Width * Lanes.PerBlock;
        int outRow = plan.Output.Width * Lanes.PerBlock;
        for (int y = 0; y < plan.Output.Channels * plan.Output.Height; y++)
        {
            for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                MaximumRowBackward<TVector>(winners + lane, outputGradient + lane, outRow, inputGradient + lane, row);
            winners += outRow;
            outputGradient += outRow;
            inputGradient += 2 * row;
        }
    }

    private static void MaximumRowBackward<TVector>(
        float* winners, float* outputGradient, int outRow, float* inputGradient, int row)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector zero = TVector.Zero;
        TVector one = TVector.Broadcast(1);
        TVector two = TVector.Broadcast(2);
        TVector three = TVector.Broadcast(3);
        for (int i = 0; i < outRow; i += Lanes.PerBlock, inputGradient += 2 * Lanes.PerBlock)
        {
            TVector winner = TVector.Load(winners + i);
            TVector gradient = TVector.Load(outputGradient + i);
            TVector.Store(TVector.SelectEqual(winner, zero, gradient, zero), inputGradient);
            TVector.Store(TVector.SelectEqual(winner, one, gradient, zero), inputGradient + Lanes.PerBlock);
            TVector.Store(TVector.SelectEqual(winner, two, gradient, zero), inputGradient + row);
            TVector.Store(TVector.SelectEqual(winner, three, gradient, zero), inputGradient + row + Lanes.PerBlock);
        }
    }
}
