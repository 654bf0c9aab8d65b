using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>What the network and its training cost.</summary>
public class CostRulesTests
{
    [Fact]
    public void Parameters_are_held_against_the_budget()
    {
        var budget = new Budget(ParametersBelow: 10_000);

        Assert.Equal("225 parameters too many", Plans.FindOne("parameter-budget", AssignmentNetworks.Part3, budget: budget).Title);
        Assert.Equal(Severity.Note, Plans.FindOne("parameter-budget", AssignmentNetworks.Part2, budget: budget).Severity);
        Assert.Empty(Plans.Find("parameter-budget", AssignmentNetworks.Part2));
    }

    [Fact]
    public void Epochs_are_held_against_the_budget()
    {
        Assert.Equal(Severity.Problem, Plans.FindOne("epoch-budget", Plans.Sound, budget: new Budget(Epochs: 9)).Severity);
        Assert.Empty(Plans.Find("epoch-budget", Plans.Sound, budget: new Budget(Epochs: 10)));
    }

    [Fact]
    public void The_layer_that_spends_most_for_least_is_named()
    {
        Finding finding = Plans.FindOne("costliest-layer", AssignmentNetworks.Part2);

        Assert.StartsWith("Conv2d-9 spends most for least: 54.29% of the multiply-adds for 2 pixels", finding.Title, StringComparison.Ordinal);
        Assert.Equal(Severity.Note, finding.Severity);
        Assert.Contains("after the next pool", finding.Suggestion, StringComparison.Ordinal);
        Assert.Contains("Conv2d-9 2,320 (23.83%)", Plans.FindOne("layer-cost", AssignmentNetworks.Part2).Evidence, StringComparison.Ordinal);
        Layer[] part = [new Conv2d(8, 3, padding: 1), new ReLU()];
        NetworkDefinition even = Plans.Network([.. part, .. part, .. part, .. part]);
        Assert.Empty(Plans.FindOne("costliest-layer", even).Suggestion);
        NetworkDefinition withoutPool = Plans.Network(new Conv2d(32, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU());
        Assert.Equal("To save time, give it fewer channels.", Plans.FindOne("costliest-layer", withoutPool).Suggestion);
        // After the pool, the first layer would find merged pixels that none has looked at.
        NetworkDefinition first = new(new Shape(1, 16, 16), new Conv2d(32, 3), new ReLU(), new MaxPool2d(2), new Conv2d(4, 3), new ReLU(), new Flatten(), new Linear(10));
        Assert.Equal("To save time, give it fewer channels.", Plans.FindOne("costliest-layer", first).Suggestion);
    }
}
