using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;

namespace Thimble.Tests.Diagnosis;

/// <summary>How much of the image the layers see.</summary>
public class WindowRulesTests
{
    [Fact]
    public void The_receptive_field_is_held_against_the_image()
    {
        Assert.Equal(Severity.Note, Plans.FindOne("receptive-field", AssignmentNetworks.Part3).Severity);
        var blind = new NetworkDefinition(new Shape(1, 28, 28), new Conv2d(4, 3), new ReLU(), new MaxPool2d(26), new Conv2d(10, 1));
        var narrow = new NetworkDefinition(new Shape(1, 9, 9), new Conv2d(4, 3, stride: 2), new ReLU(), new Conv2d(10, 1, stride: 2));
        Assert.Equal(Severity.Note, Plans.FindOne("receptive-field", blind).Severity);
        Assert.Equal(Severity.Weakness, Plans.FindOne("receptive-field", narrow).Severity);
        // A stride of 2 leaves out the last row and column, and the rest is all seen.
        var border = new NetworkDefinition(new Shape(1, 28, 28), new Conv2d(4, 5, stride: 2), new ReLU(), new Flatten(), new Linear(10));
        Finding bordered = Plans.FindOne("receptive-field", border);
        Assert.Equal(("The outputs depend on the whole image, but for a border that no window reaches", Severity.Note), (bordered.Title, bordered.Severity));
    }

    [Fact]
    public void Pools_stand_where_a_layer_has_looked_before()
    {
        Finding placed = Plans.FindOne("pool-placement", AssignmentNetworks.Part3);
        var early = new NetworkDefinition(new Shape(1, 8, 8), new MaxPool2d(2), new Conv2d(10, 3), new ReLU(), new AdaptiveAvgPool2d());

        Assert.Equal(Severity.Note, placed.Severity);
        Assert.StartsWith("MaxPool2d-9: 28×28 to 14×14 at a receptive field of 5×5; MaxPool2d-26: 14×14 to 7×7", placed.Evidence, StringComparison.Ordinal);
        Assert.Equal(Severity.Weakness, Plans.FindOne("early-pool", early).Severity);
    }

    [Fact]
    public void A_strided_convolution_has_looked_if_its_kernel_is_as_large_as_its_stride()
    {
        NetworkDefinition Strided(int kernel, int stride) => new(new Shape(1, 16, 16), new Conv2d(8, kernel, stride: stride), new ReLU(), new AdaptiveAvgPool2d(), new Conv2d(10, 1));

        Assert.Equal("Conv2d-1: 16×16 to 6×6 at a receptive field of 5×5; AdaptiveAvgPool2d-3: 6×6 to 1×1 at a receptive field of 5×5", Plans.FindOne("pool-placement", Strided(5, 2)).Evidence);
        Assert.Empty(Plans.Find("early-pool", Strided(2, 2)));
        Assert.Equal("Conv2d-1 skips pixels that no layer has looked at", Plans.FindOne("early-pool", Strided(1, 2)).Title);
    }

    [Fact]
    public void Borders_that_no_window_reaches_are_named()
    {
        Finding finding = Plans.FindOne("unseen-border", Plans.Network(new MaxPool2d(3)));

        Assert.Equal("MaxPool2d-4 never looks at the last 2 rows and columns", finding.Title);
        Assert.Empty(Plans.Find("unseen-border", Plans.Network(new MaxPool2d(2))));
        // Only the border of zeros is missed.
        Assert.Empty(Plans.Find("unseen-border", Plans.Network(new MaxPool2d(3, stride: 2, padding: 1))));
    }
}
