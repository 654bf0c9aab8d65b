using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>What the network needs on a device.</summary>
public class DeviceRulesTests
{
    // 40 bytes of RAM, 96 multiply-adds: DeviceCostTests counts them.
    private static readonly NetworkDefinition Small = new(new(1, 4, 4), new Conv2d(2, 3), new ReLU(), new Flatten(), new Linear(3));

    [Fact]
    public void Bounds_of_a_device_are_held_against_the_budget()
    {
        Finding ram = Plans.FindOne("device-budget", Small, budget: new Budget(Ram: 39));
        Assert.Equal(("RAM: 1 byte over the budget", Severity.Problem, Confidence.Certain), (ram.Title, ram.Severity, ram.Confidence));
        Assert.Equal("40 bytes (12 of them 3 rows of the image), at most 39 bytes asked for", ram.Evidence);
        Assert.Equal("Most of it is rows of the image: half its height and width halves them.", ram.Suggestion);

        Finding met = Plans.FindOne("device-budget", Small, budget: new Budget(Ram: 40));
        Assert.Equal(("RAM: within the budget", Severity.Note, ""), (met.Title, met.Severity, met.Suggestion));

        Finding work = Plans.FindOne("device-budget", Small, budget: new Budget(MultiplyAdds: 90));
        Assert.Equal("Multiply-adds: 6 over the budget", work.Title);
        Finding flash = Plans.FindOne("device-budget", Small, budget: new Budget(Flash: 100));
        Assert.Equal((Severity.Problem, Confidence.Likely), (flash.Severity, flash.Confidence));
        Assert.Empty(Plans.Find("device-budget", Small));
    }

    [Fact]
    public void The_layer_that_holds_most_of_the_ram_is_named()
    {
        Finding finding = Plans.FindOne("device-budget", AssignmentNetworks.Part1, budget: new Budget(Ram: 4_000));

        Assert.Matches(@"^Half the channels of Conv2d-\d+ would halve its rows; so would a stride of 2 in it, or a pool before it\.$", finding.Suggestion);
    }
}
