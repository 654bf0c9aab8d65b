using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Diagnosis;

/// <summary>Layers that do nothing where they are, or less than they could.</summary>
public class StructureRulesTests
{
    [Fact]
    public void Two_layers_of_weights_need_something_between_them_that_bends()
    {
        NetworkDefinition linear = Plans.Network(new Conv2d(4, 3), new BatchNorm2d(), new Conv2d(4, 3), new ReLU());
        NetworkDefinition depthwise = Plans.Network(new Conv2d(4, 3, groups: 4), new Conv2d(8, 1), new ReLU());
        NetworkDefinition waist = Plans.Network(new Conv2d(2, 1), new Conv2d(8, 3), new ReLU());

        Assert.StartsWith("Conv2d-4 and Conv2d-6 are one linear map", Plans.FindOne("missing-nonlinearity", linear).Title, StringComparison.Ordinal);
        Assert.Empty(Plans.Find("missing-nonlinearity", depthwise));
        Assert.Empty(Plans.Find("missing-nonlinearity", waist));
        Assert.Empty(Plans.Find("missing-nonlinearity", AssignmentNetworks.Part3));
    }

    [Fact]
    public void Scores_are_not_cut_off()
    {
        Assert.Equal(Severity.Problem, Plans.FindOne("rectified-scores", Plans.SoundThen(new ReLU())).Severity);
        Assert.Empty(Plans.Find("rectified-scores", AssignmentNetworks.Part2));
    }

    [Fact]
    public void Layers_that_change_nothing_are_named()
    {
        string[] idle = [.. Plans.Find("idle-layer", Plans.Network(new ReLU(), new Dropout2d(0), new MaxPool2d(1))).Select(finding => finding.Title)];

        Assert.Equal(["Dropout2d-5 changes nothing", "MaxPool2d-6 changes nothing", "ReLU-4 changes nothing"], idle);
        Assert.Empty(Plans.Find("idle-layer", AssignmentNetworks.Part2));
    }
}
