using Thimble.Kernels;

namespace Thimble.Bench;

/// <summary>A 3×3 convolution of one block of 16 samples, padded by 1, directly and by both kinds of tiles, in turn.</summary>
internal sealed unsafe class TileKernels
{
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly Shape _shape;
    private readonly ConvolutionPlan _direct;
    private readonly WinogradPlan _two;
    private readonly Winograd4Plan _four;
    private readonly AlignedArray<float> _input;
    private readonly AlignedArray<float> _bordered;
    private readonly AlignedArray<float> _output;
    private readonly AlignedArray<float> _weights;
    private readonly AlignedArray<float> _ones;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _packedTwo;
    private readonly AlignedArray<float> _packedFour;
    private readonly AlignedArray<float> _gradient;
    private readonly AlignedArray<float> _scratch;

    private TileKernels(int inputs, int outputs, int side)
    {
        _shape = new(inputs, side, side);
        _direct = new(inputs, side + 2, side + 2, outputs, kernel: 3, stride: 1);
        _two = new(inputs, side + 2, side + 2, outputs);
        _four = new(_shape, padding: 1, outputs);
        _input = KernelBenchmarks.Numbers(_shape.Size * Lanes.PerBlock, place: 1);
        _bordered = new(_direct.InChannels * _direct.InPlane * Lanes.PerBlock);
        _output = KernelBenchmarks.Numbers(outputs * _direct.Pixels * Lanes.PerBlock, place: 2);
        _weights = KernelBenchmarks.Numbers(outputs * _direct.Taps, place: 3);
        _ones = new(Math.Max(inputs, outputs) * Lanes.PerBlock);
        _ones.Span.Fill(1);
        _packed = new(outputs * _direct.Taps);
        _packedTwo = new(WinogradWeights.Floats(outputs, inputs));
        _packedFour = new(Winograd4Weights.Floats(outputs, inputs));
        _gradient = new(outputs * _direct.Taps);
        _scratch = new(new[]
        {
            ConvolutionWeightGradient.ScratchFloats(_direct), Winograd.ScratchFloats(_two), WinogradWeightGradient.ScratchFloats(_two),
            Winograd4.ScratchFloats(_four), Winograd4WeightGradient.ScratchFloats(_four),
        }.Max());
        PackedWeights.Forward(_weights.Pointer, outputs, _direct.Taps, _packed.Pointer);
        WinogradWeights.Forward(_weights.Pointer, outputs, inputs, _packedTwo.Pointer);
        Winograd4Weights.Forward(_weights.Pointer, outputs, inputs, _packedFour.Pointer);
    }

    /// <summary>Prints a table.</summary>
    /// <param name="convolutions">Input channels, output channels and image size, as "16 16 14".</param>
    /// <param name="pairs">Tries of each way.</param>
    public static void Run(IReadOnlyList<string> convolutions, int pairs)
    {
        Console.WriteLine($"Times as fast as direct convolution with its copy of the borders, {KernelSet.Best.RegisterBits}-bit registers, one core, median of {pairs} tries in turn");
        Console.WriteLine();
        Console.WriteLine("| convolution, 3×3 | forward, 2×2 | forward, 4×4 | weight gradient, 2×2 | weight gradient, 4×4 |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (string convolution in convolutions)
        {
            int[] sizes = [.. convolution.Split(' ').Select(int.Parse)];
            var one = new TileKernels(sizes[0], sizes[1], sizes[2]);
            Console.WriteLine(
                $"| {sizes[0]}→{sizes[1]}, {sizes[2]}×{sizes[2]} | {one.Ratio(pairs, one.Forward, one.ForwardTwo)} | {one.Ratio(pairs, one.Forward, one.ForwardFour)} | {one.Ratio(pairs, one.WeightGradient, one.WeightGradientTwo)} | {one.Ratio(pairs, one.WeightGradient, one.WeightGradientFour)} |");
        }
    }

    private string Ratio(int pairs, Action direct, Action tiles)
    {
        // Some 20 million multiply-adds of direct convolution, four milliseconds or so; and long enough before for the compiler's last word.
        int times = Math.Max(1, (int)(200e6 / ((double)_direct.OutChannels * _direct.Pixels * _direct.Taps * Lanes.PerBlock)));
        for (int i = 0; i < 10; i++)
        {
            Seconds(times, direct);
            Seconds(times, tiles);
        }

        return Alternation.Measure(pairs, () => Seconds(times, direct), () => Seconds(times, tiles)).RatioInWords;
    }

    private static double Seconds(int times, Action work)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < times; i++)
            work();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private void Border() =>
        _kernels.BorderedAffine(_input.Pointer, _ones.Pointer, _ones.Pointer, rectify: false, _bordered.Pointer, _shape, 1);

    private DeferredBlock Deferred() => new(_input.Pointer, _ones.Pointer, _ones.Pointer);

    private void Forward()
    {
        Border();
        _kernels.ConvolutionForward(_direct, _bordered.Pointer, _packed.Pointer, _ones.Pointer, rectify: true, _output.Pointer);
    }

    private void ForwardTwo()
    {
        Border();
        _kernels.WinogradForward(_two, _bordered.Pointer, _packedTwo.Pointer, _ones.Pointer, rectify: true, _output.Pointer, _scratch.Pointer);
    }

    private void ForwardFour() =>
        _kernels.Winograd4Forward(_four, Deferred(), _packedFour.Pointer, _ones.Pointer, rectify: true, _output.Pointer, _scratch.Pointer);

    private void WeightGradient()
    {
        Border();
        _kernels.ConvolutionWeightGradient(_direct, _bordered.Pointer, _output.Pointer, _gradient.Pointer, _scratch.Pointer);
    }

    private void WeightGradientTwo()
    {
        Border();
        _kernels.WinogradWeightGradient(_two, _bordered.Pointer, _output.Pointer, _gradient.Pointer, _scratch.Pointer);
    }

    private void WeightGradientFour() =>
        _kernels.Winograd4WeightGradient(_four, Deferred(), _output.Pointer, _gradient.Pointer, _scratch.Pointer);
}
