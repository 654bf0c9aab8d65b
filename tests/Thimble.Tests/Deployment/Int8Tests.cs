using Thimble.Deployment;
using Thimble.Formats;

namespace Thimble.Tests.Deployment;

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
        Int8Finish finish = Int8Finish.Of(bias, multiplier, addend);

        Assert.InRange(finish.Shift, 1, 62);
        for (int sum = -100_000; sum <= 100_000; sum += 1_237)
        {
            double exact = ((sum + Math.Round(bias)) * multiplier) + addend;
            // As the exported C has it; C# shifts negative numbers as it wants.
            long product = Down((sum + finish.Bias) * (long)finish.Multiplier, finish.Shift);
            Assert.InRange(Down(product + finish.Addend, 16) - exact, -0.501 - (1e-8 * Math.Abs(exact)), 0.501 + (1e-8 * Math.Abs(exact)));
        }

        static long Down(long x, int shift) => (x + (1L << (shift - 1))) >> shift;
    }

    [Fact]
    public void A_few_outliers_are_cut_off_for_the_sake_of_the_rest()
    {
        var histogram = new ValueHistogram();
        histogram.Add([.. Enumerable.Range(0, 100_000).Select(i => i / 100_000f)]);
        Assert.InRange(histogram.BestLimit(127), 0.95f, 1f);

        histogram.Add([5f]);

        Assert.Equal(5f, histogram.Largest);
        Assert.InRange(histogram.BestLimit(127), 1f, 4.5f);
    }

    [Fact]
    public void A_value_that_is_always_zero_has_a_scale()
    {
        var histogram = new ValueHistogram();
        histogram.Add(new float[10]);

        Assert.Equal(1, histogram.BestLimit(127));
    }

    [Fact]
    public void Each_output_channel_uses_all_of_the_8_bits()
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        var program = StepProgram.Of(InferenceGraph.Of(trained.Network));
        var int8 = Int8Program.Calibrate(program, new float[256], [new byte[784]]);

        foreach (GraphTensor weight in program.Steps.Select(step => step.Operation).OfType<GraphOperation.Convolution>().Select(one => one.Weight))
        {
            IEnumerable<sbyte[]> channels = int8.Quantize(weight).Chunk(weight.Values.Length / weight.Dimensions[0]);
            Assert.All(channels, channel => Assert.Equal(127, channel.Max(number => Math.Abs((int)number))));
        }
    }
}
