using Thimble.Diagnosis;

namespace Thimble.Tests.Diagnosis;

/// <summary>What the probe saw in the trained network.</summary>
public class ChannelRulesTests
{
    [Fact]
    public void Dead_still_and_never_cut_channels_are_counted()
    {
        TrainedRun sound = Runs.Part3.With(statistics: Runs.Statistics);
        TrainedRun odd = Runs.Part3.With(statistics: Runs.Statistics with
        {
            Layers = [Runs.Layer(new(0, 0, 1), new(1, 1, 0.5), new(1, 1, 0.4), new(2, 0.001, 0.1), new(3, 1, 0))],
        });

        Assert.Equal("1 channel of 5 outputs only zeros", odd.FindOne("dead-units").Title);
        Assert.Contains("ReLU-3 (1 of 5)", odd.FindOne("near-constant-channels").Evidence, StringComparison.Ordinal);
        Assert.Contains("ReLU-3 (1 of 5)", odd.FindOne("never-cut-channels").Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(RunDiagnosis.Of(sound), finding => finding.Id is "dead-units" or "near-constant-channels" or "never-cut-channels");
    }

    [Fact]
    public void Gradients_and_updates_are_compared_from_layer_to_layer()
    {
        TrainedRun uneven = Runs.Part3.With(statistics: Runs.Statistics with
        {
            Tensors = [new("Conv2d-1 weight", true, 0.2, 1e-7, 1e-8), new("Conv2d-4 weight", true, 0.1, 0.01, 0.05)],
        });

        Assert.Equal("Conv2d-1 weight hardly gets a gradient", uneven.FindOne("uneven-gradients").Title);
        Assert.Equal("A single step moves Conv2d-4 weight by 50% of its size", uneven.FindOne("large-updates").Title);
        TrainedRun stopped = Runs.Part3.With(statistics: Runs.Statistics with { Tensors = [new("Conv2d-1 weight", true, 0.2, 0, 0), new("Conv2d-4 weight", true, 0.1, 0, 0)] });
        Assert.Equal(Severity.Problem, stopped.FindOne("no-gradient").Severity);
        Assert.Empty(stopped.Find("update-sizes"));
        TrainedRun sound = Runs.Part3.With(statistics: Runs.Statistics);
        Assert.Equal("A step moves weights by at most 2.5e-3 of their size", sound.FindOne("update-sizes").Title);
        Assert.Empty(sound.Find("uneven-gradients"));
    }
}
