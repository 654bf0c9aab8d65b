using Thimble.Engine;
using Thimble.Export;
using Thimble.Export.C;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble.Tests.Export;

public class Int8Tests
{
    [Theory]
    [InlineData(0.0031, 0.0, 0.0)]
    [InlineData(-0.0031, 17.2, -3.75)]
    [InlineData(1e-9, 0.0, 12.5)]
    [InlineData(0.0, 5.0, 1.5)]
    [InlineData(3.7, -2.0, 0.25)]
    public void Whole_numbers_finish_a_sum_as_fractions_would(double multiplier, double bias, double addend)
    {
        Int8Rounding value = Int8Rounding.Of([(bias, multiplier, addend)], [100_000], isLogit: false);
        Int8Rounding logit = Int8Rounding.Of([(bias, multiplier, addend)], [100_000], isLogit: true);

        Assert.Equal(Math.Abs(multiplier) > 1, value.IsWide);
        for (int sum = -100_000; sum <= 100_000; sum += 1_237)
        {
            double exact = ((sum + Math.Round(bias)) * multiplier) + addend;
            // What is beyond 8 bits is cut off.
            double cut = Math.Clamp(exact, -128, 128);
            Assert.InRange(Math.Clamp(value.Number(0, sum, rectifies: false), -128, 128) - cut, -0.76, 0.76);
            Assert.InRange(logit.Number(0, sum, rectifies: false) - exact, -1.51 - (1e-4 * Math.Abs(exact)), 1.51 + (1e-4 * Math.Abs(exact)));
        }
    }

    [Fact]
    public void What_is_large_has_more_bits()
    {
        Int8Rounding wide = Int8Rounding.Of([(2.4, 0.01, 1_000.25)], [100_000], isLogit: true);

        Assert.True(wide.IsWide);
        Assert.Equal(1_000 + 12, wide.Number(0, 1_200, rectifies: false));
        Assert.Equal(1_000, wide.Number(0, -1_200, rectifies: true));
    }

    [Fact]
    public void A_few_outliers_are_cut_off_for_the_sake_of_the_rest()
    {
        var histogram = new ValueHistogram();
        Add(histogram, [.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f)]);
        Assert.InRange(histogram.BestLimit(127), 0.95f, 1f);

        Add(histogram, [5f]);

        Assert.Equal(5f, histogram.Largest);
        Assert.InRange(histogram.BestLimit(127), 1f, 4.5f);
    }

    [Fact]
    public void A_value_that_is_always_zero_has_a_scale()
    {
        var histogram = new ValueHistogram();
        Add(histogram, new float[10]);

        Assert.Equal(1, histogram.BestLimit(127));
    }

    [Theory]
    [InlineData(1e-6f)]
    [InlineData(0f)]
    public void A_channel_with_tiny_weights_keeps_its_bias(float gamma)
    {
        var definition = new NetworkDefinition(
            new(1, 8, 8), new Conv2d(2, 3), new BatchNorm2d(), new Conv2d(2, 1), new AdaptiveAvgPool2d(), new Flatten());
        var network = new Network(definition, seed: 1);
        network.ValuesOf(network.Parameters.First(parameter => parameter.Name == "1.weight"))[1] = gamma;
        network.ValuesOf(network.Parameters.First(parameter => parameter.Name == "1.bias"))[1] = 0.5f;
        var program = CPlan.Of(ExportGraph.Of(network));
        var pixels = new PixelTables([.. Enumerable.Range(0, 256).Select(pixel => pixel / 255f)], Length: 64);

        var int8 = Int8Scales.Calibrate(program, pixels, [[.. Enumerable.Range(0, 64).Select(i => (byte)(i * 4))]]);

        CStep convolution = program.Steps[0];
        Int8Rounding rounding = int8.RoundingOf(convolution);
        double scale = int8.ScaleOf(convolution.Value);
        Assert.InRange(rounding.Number(1, 0, rectifies: false) * scale, 0.5 - scale, 0.5 + scale);
    }

    [Fact]
    public void Numbers_that_are_not_finite_have_no_scale()
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        trained.Network.Values.Fill(float.MaxValue);
        var program = CPlan.Of(ExportGraph.Of(trained.Network));

        Assert.Contains(
            "outputs numbers that are not finite",
            Assert.Throws<InvalidInputException>(() => Int8Scales.Calibrate(program, new([.. Enumerable.Repeat(1f, 256)], Length: 784), [new byte[784]])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_output_channel_uses_all_of_the_8_bits()
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        var program = CPlan.Of(ExportGraph.Of(trained.Network));
        var int8 = Int8Scales.Calibrate(program, new(new float[256], Length: 784), [new byte[784]]);

        foreach (GraphTensor weight in program.Steps.Select(step => step.Operation).OfType<Convolution>().Select(one => one.Weight))
        {
            IEnumerable<sbyte[]> channels = int8.Quantize(weight).Chunk(weight.Values.Length / weight.Dimensions[0]);
            Assert.All(channels, channel => Assert.Equal(127, channel.Max(number => Math.Abs((int)number))));
        }
    }

    private static unsafe void Add(ValueHistogram histogram, float[] numbers)
    {
        var values = new Activation(numbers.Length, slots: 1, perWorker: false);
        for (int i = 0; i < numbers.Length; i++)
            values.Block(0, 0)[i * Lanes.PerBlock] = numbers[i];
        Assert.True(histogram.Add(values, block: 0, samples: 1));
    }
}
