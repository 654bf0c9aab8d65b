using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Kernels;

/// <summary>Turns squares of numbers round: samples and channels of a pixel, or tiles and columns of an image.</summary>
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
                Turn(source + lane, source + channel + lane, source + (2 * channel) + lane, source + (3 * channel) + lane, target + (lane * sample), sample);
            return;
        }

        for (int lane = 0; lane < Lanes.PerBlock; lane++)
        {
            for (int c = 0; c < channels; c++)
                target[(lane * sample) + c] = source[(c * channel) + lane];
        }
    }

    /// <summary>Four numbers each from four places: target[number, place].</summary>
    /// <param name="first">The first place.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    /// <param name="target">[number, place].</param>
    /// <param name="number">Floats from one number to the next in the target.</param>
    public static void Turn(float* first, float* second, float* third, float* fourth, float* target, int number)
    {
        if (!Sse.IsSupported)
        {
            for (int i = 0; i < 4; i++, target += number)
                (target[0], target[1], target[2], target[3]) = (first[i], second[i], third[i], fourth[i]);
            return;
        }

        Vector128<float> a = Vector128.Load(first);
        Vector128<float> b = Vector128.Load(second);
        Vector128<float> c = Vector128.Load(third);
        Vector128<float> d = Vector128.Load(fourth);
        Vector128<float> lowAb = Sse.UnpackLow(a, b);
        Vector128<float> lowCd = Sse.UnpackLow(c, d);
        Vector128<float> highAb = Sse.UnpackHigh(a, b);
        Vector128<float> highCd = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(lowAb, lowCd).Store(target);
        Sse.MoveHighToLow(lowCd, lowAb).Store(target + number);
        Sse.MoveLowToHigh(highAb, highCd).Store(target + (2 * number));
        Sse.MoveHighToLow(highCd, highAb).Store(target + (3 * number));
    }
}
