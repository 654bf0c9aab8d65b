using Thimble.Engine;
using Thimble.Engine.Images;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble.Tests.Networks;

/// <summary>What does not fit into memory is refused when it is reserved; no product of sizes wraps around.</summary>
public class TooLargeNetworkTests
{
    // Its second convolution needs 4096×61×1084 numbers a sample, borders included: 16 times that wraps an int around.
    private static readonly NetworkDefinition WidePadding = new(
        new(1, 1, 1024), new Conv2d(4096, 1), new Conv2d(1, 31, padding: 30), new AdaptiveAvgPool2d(), new Flatten());

    [Fact]
    public void Padding_that_does_not_fit_is_refused() => Refuses(() => new Evaluator(new Network(WidePadding, seed: 1), threads: 1));

    [Fact]
    public void Scratch_and_arrays_are_counted_without_wrapping_around()
    {
        Refuses(() =>
        {
            new ScratchMemory(workers: 1).Reserve((1L << 32) + 16);
            return null;
        });
        Refuses(() => new AlignedArray<float>((1L << 32) + 16));
        Refuses(() => new ImagePlanes(new(1 << 20, 64, 64), pitch: 64));
    }

    [Fact]
    public void A_shape_with_more_numbers_than_an_int_counts_says_so()
    {
        Assert.Throws<OverflowException>(() => new Shape(1 << 16, 1 << 10, 1 << 6).Size);
        Assert.Throws<OverflowException>(() => new Shape(1, 1 << 16, 1 << 16).PlaneSize);
    }

    private static void Refuses(Func<object?> action)
    {
        string message = Assert.Throws<InvalidInputException>(action).Message;
        Assert.StartsWith("this network is too large for its batch: it would need ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
