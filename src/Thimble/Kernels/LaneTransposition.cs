using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Kernels;

/// <summary>Turns a pixel of 16 samples and some channels round, so that the channels lie side by side.</summary>
internal static unsafe class LaneTransposition
{
    /// <summary>Channels that are turned at a time, at most.</summary>
    public const int Channels = 4;

    /// <summary>target[sample, channel] = source[channel, sample].</summary>
    /// <param name="source">[channel, lane].</param>
    /// <param name="channel">Floats from one channel to the next.</param>
    /// <param name="channels">Channels, 1 to <see cref="Channels"/>.</param>
    /// <param name="target">[lane, channel].</param>
    /// <param name="sample">Floats from one sample to the next in the target.</param>
    public static void Turn(float* source, int channel, int channels, float* target, int sample)
    {
        if (Sse.IsSupported && channels == Channels)
        {
            for (int lane = 0; lane < Lanes.PerBlock; lane += 4)
                Turn4x4(source + lane, channel, target + (lane * sample), sample);
            return;
        }

        for (int lane = 0; lane < Lanes.PerBlock; lane++)
        {
            for (int c = 0; c < channels; c++)
                target[(lane * sample) + c] = source[(c * channel) + lane];
        }
    }

    private static void Turn4x4(float* source, int channel, float* target, int sample)
    {
        Vector128<float> a = Vector128.Load(source);
        Vector128<float> b = Vector128.Load(source + channel);
        Vector128<float> c = Vector128.Load(source + (2 * channel));
        Vector128<float> d = Vector128.Load(source + (3 * channel));
        Vector128<float> lowAb = Sse.UnpackLow(a, b);
        Vector128<float> lowCd = Sse.UnpackLow(c, d);
        Vector128<float> highAb = Sse.UnpackHigh(a, b);
        Vector128<float> highCd = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(lowAb, lowCd).Store(target);
        Sse.MoveHighToLow(lowCd, lowAb).Store(target + sample);
        Sse.MoveLowToHigh(highAb, highCd).Store(target + (2 * sample));
        Sse.MoveHighToLow(highCd, highAb).Store(target + (3 * sample));
    }
}
