using System.Text.Json;
using Thimble.Training;

namespace Thimble.Tests.Golden;

public sealed class ScheduleTests
{
    public static TheoryData<int> Runs => [.. Enumerable.Range(0, GoldenFile.Json("schedules").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Rates_and_momenta_are_those_of_PyTorch(int index)
    {
        JsonElement run = GoldenFile.Json("schedules")[index];
        Schedule schedule = ScheduleOf(run.GetProperty("kind").GetString()!, run.GetProperty("options"));
        int stepsPerEpoch = run.GetProperty("steps_per_epoch").GetInt32();
        int epochs = run.GetProperty("epochs").GetInt32();
        float baseRate = run.GetProperty("base_rate").GetSingle();
        JsonElement momenta = run.GetProperty("momenta");

        for (int i = 0; i < stepsPerEpoch * epochs; i++)
        {
            var step = new ScheduleStep(i, stepsPerEpoch, epochs);
            double expected = run.GetProperty("rates")[i].GetDouble();
            // The end of a cosine is a difference of nearly equal numbers: single precision of the peak is what is left.
            Assert.Equal(expected, schedule.LearningRate(step, baseRate), (expected * 1e-6) + (baseRate * 1e-8));
            if (momenta.ValueKind == JsonValueKind.Null)
                Assert.Null(schedule.Momentum(step));
            else
                Assert.Equal(momenta[i].GetDouble(), schedule.Momentum(step)!.Value, 1e-6);
        }
    }

    [Fact]
    public void A_cycle_too_short_to_rise_starts_at_its_peak()
    {
        var cycle = new OneCycleLR(PctStart: 0.25f);

        Assert.Equal(0.4f, cycle.LearningRate(new ScheduleStep(0, 4, 1), 0.4f));
        Assert.Equal(0.85, cycle.Momentum(new ScheduleStep(0, 4, 1)));
    }

    private static Schedule ScheduleOf(string kind, JsonElement options)
    {
        double Option(string name, double otherwise) =>
            options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
        return kind switch
        {
            "StepLR" => new StepLR(options.GetProperty("step_size").GetInt32(), Option("gamma", 0.1)),
            "MultiStepLR" => new MultiStepLR(
                [.. options.GetProperty("milestones").EnumerateArray().Select(one => one.GetInt32())], Option("gamma", 0.1)),
            "OneCycleLR" => new OneCycleLR(
                Option("pct_start", 0.3), Option("div_factor", 25), Option("final_div_factor", 1e4),
                !options.TryGetProperty("cycle_momentum", out JsonElement cycle) || cycle.GetBoolean(),
                Option("base_momentum", 0.85), Option("max_momentum", 0.95)),
            "CosineAnnealingLR" => new CosineAnnealingLR(Option("eta_min", 0)),
            _ => throw new NotSupportedException($"no schedule is called {kind}"),
        };
    }
}
