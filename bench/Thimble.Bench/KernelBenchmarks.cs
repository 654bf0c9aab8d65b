using BenchmarkDotNet.Attributes;
using Thimble.Kernels;

namespace Thimble.Bench;

/// <summary>Convolution of one block of 16 samples, directly and with Winograd.</summary>
[MemoryDiagnoser]
public unsafe class KernelBenchmarks
{
    private readonly KernelSet _kernels = KernelSet.Best;
    private ConvolutionPlan _plan = null!;
    private WinogradPlan _winograd = null!;
    private AlignedArray<float> _input = null!;
    private AlignedArray<float> _output = null!;
    private AlignedArray<float> _weights = null!;
    private AlignedArray<float> _bias = null!;
    private AlignedArray<float> _packed = null!;
    private AlignedArray<float> _winogradPacked = null!;
    private AlignedArray<float> _scratch = null!;

    /// <summary>Input channels, output channels and image size of a 3×3 convolution with padding 1.</summary>
    [Params("10 16 28", "16 16 14", "32 64 28", "64 128 28")]
    public string Convolution { get; set; } = "";

    /// <summary>Makes the block.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        int[] sizes = [.. Convolution.Split(' ').Select(int.Parse)];
        int padded = sizes[2] + 2;
        _plan = new(sizes[0], padded, padded, sizes[1], kernel: 3, stride: 1);
        _winograd = new(sizes[0], padded, padded, sizes[1]);
        _input = Numbers(sizes[0] * padded * padded * Lanes.PerBlock, place: 1);
        _output = Numbers(sizes[1] * _plan.Pixels * Lanes.PerBlock, place: 2);
        _weights = Numbers(sizes[1] * _plan.Taps, place: 3);
        _bias = Numbers(sizes[1], place: 4);
        _packed = new(sizes[1] * _plan.Taps);
        _winogradPacked = new(WinogradWeights.Floats(sizes[1], sizes[0]));
        _scratch = new(Math.Max(
            Kernels.ConvolutionWeightGradient.ScratchFloats(_plan),
            Math.Max(Winograd.ScratchFloats(_winograd), Kernels.WinogradWeightGradient.ScratchFloats(_winograd))));
        PackedWeights.Forward(_weights.Pointer, sizes[1], _plan.Taps, _packed.Pointer);
        WinogradWeights.Forward(_weights.Pointer, sizes[1], sizes[0], _winogradPacked.Pointer);
    }

    /// <summary>Forward, directly.</summary>
    [Benchmark(Baseline = true)]
    public void Forward() =>
        _kernels.ConvolutionForward(_plan, _input.Pointer, _packed.Pointer, _bias.Pointer, rectify: true, _output.Pointer);

    /// <summary>Forward with Winograd.</summary>
    [Benchmark]
    public void ForwardWinograd() =>
        _kernels.WinogradForward(_winograd, _input.Pointer, _winogradPacked.Pointer, _bias.Pointer, rectify: true, _output.Pointer, _scratch.Pointer);

    /// <summary>The weights' gradient, directly.</summary>
    [Benchmark]
    public void WeightGradient() =>
        _kernels.ConvolutionWeightGradient(_plan, _input.Pointer, _output.Pointer, _weights.Pointer, _scratch.Pointer);

    /// <summary>The weights' gradient with Winograd.</summary>
    [Benchmark]
    public void WeightGradientWinograd() =>
        _kernels.WinogradWeightGradient(_winograd, _input.Pointer, _output.Pointer, _weights.Pointer, _scratch.Pointer);

    internal static AlignedArray<float> Numbers(int count, int place)
    {
        var numbers = new AlignedArray<float>(count);
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, place);
        for (int i = 0; i < count; i++)
            numbers.Span[i] = random.Uniform(i, -1, 1);
        return numbers;
    }
}
