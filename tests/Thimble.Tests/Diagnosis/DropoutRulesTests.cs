using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Diagnosis;

/// <summary>What dropout does to training images.</summary>
public class DropoutRulesTests
{
    [Fact]
    public void Erasing_bottlenecks_are_shown_with_their_arithmetic()
    {
        Finding finding = Plans.FindOne("erasing-bottleneck", AssignmentNetworks.Part2);

        Assert.Equal((Severity.Problem, Confidence.Certain), (finding.Severity, finding.Confidence));
        Assert.Equal("Dropout wipes out 19% of the training images; training accuracy cannot exceed 82.9%", finding.Title);
        Assert.Contains("1 − (1 − 0.1)^2 = 19%", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("Dropout2d-17 and Dropout2d-30", finding.Suggestion, StringComparison.Ordinal);
        Assert.Empty(Plans.Find("erasing-bottleneck", AssignmentNetworks.Part1));
        Assert.Empty(Plans.Find("erasing-bottleneck", AssignmentNetworks.Part3));
    }

    [Fact]
    public void A_training_accuracy_at_its_erasing_ceiling_is_explained()
    {
        Finding finding = Runs.Part2.FindOne("at-erasing-ceiling");

        Assert.StartsWith("The training accuracy sits at its ceiling of 82.9%", finding.Title, StringComparison.Ordinal);
        Assert.Contains("81.16% in the final epoch, 1.74 points below", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("explain 90.76% of the errors", finding.Evidence, StringComparison.Ordinal);
        Assert.Empty(Runs.Part3.Find("at-erasing-ceiling"));
        // Far below the ceiling something else is wrong.
        Assert.Empty(Runs.Of([30, 40], [30, 40]).With(network: AssignmentNetworks.Part2).Find("at-erasing-ceiling"));
    }

    [Fact]
    public void Scores_are_not_dropped()
    {
        Assert.Equal(Severity.Problem, Plans.FindOne("dropped-scores", Plans.SoundThen(new Dropout(0.2f))).Severity);
        Assert.Empty(Plans.Find("dropped-scores", AssignmentNetworks.Part2));
    }
}
