using Thimble.Layers;
using Thimble.Tests.Golden;

namespace Thimble.Tests.Networks;

public class SummaryTableTests
{
    public static TheoryData<string> Parts => ["part1", "part2", "part3"];

    public static TheoryData<string> Fields => ["resnet8", "dscnn"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_table_is_torchsummarys_to_the_letter(string part)
    {
        string golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Golden", $"{part}.txt"));

        Assert.Equal(golden, SummaryTable.Render(Network(part)));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_wide_table_of_a_network_of_MLPerf_Tiny_is_the_one_kept(string name)
    {
        string kept = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Golden", $"{name}.txt"));

        Assert.Equal(kept, SummaryTable.Render(GoldenCase.Load(name)[name].Definition, wide: true));
    }

    [Fact]
    public void A_branch_is_listed_before_the_residual_that_holds_it()
    {
        var network = new NetworkDefinition(
            new(1, 8, 8), new Conv2d(4, 3, padding: 1), new Residual(new Conv2d(4, 3, padding: 1), new ReLU()), new Flatten(), new Linear(10));

        string[] rows = SummaryTable.Render(network).Split('\n')[3..9];

        Assert.Equal(
            [
                "            Conv2d-1              [-1, 4, 8, 8]              40",
                "            Conv2d-2              [-1, 4, 8, 8]             148",
                "              ReLU-3              [-1, 4, 8, 8]               0",
                "          Residual-4              [-1, 4, 8, 8]               0",
                "           Flatten-5                  [-1, 256]               0",
                "            Linear-6                   [-1, 10]           2,570",
            ],
            rows);
    }

    [Fact]
    public void Shared_tensors_are_counted_once()
    {
        var network = new NetworkDefinition(
            new(1, 8, 8), new Conv2d(4, 3), new Conv2d(4, 3, padding: 1, share: "a"), new MaxPool2d(2), new Conv2d(4, 3, share: "a"), new Flatten(), new Linear(10));

        string table = SummaryTable.Render(network);

        Assert.Contains("            Conv2d-2              [-1, 4, 6, 6]             148\n", table, StringComparison.Ordinal);
        Assert.Contains("            Conv2d-4              [-1, 4, 1, 1]          shared\n", table, StringComparison.Ordinal);
        Assert.Equal(40 + 148 + 50, network.ParameterCount);
        Assert.Contains("Total params: 238\n", table, StringComparison.Ordinal);
        Assert.Equal((36 * 36) + (36 * 144) + 144 + 40, network.MultiplyAdds);
    }

    [Fact]
    public void The_wide_table_adds_what_torchsummary_leaves_out()
    {
        string[] lines = SummaryTable.Render(Network("part3"), wide: true).Split('\n');

        Assert.All(lines[..^3], line => Assert.True(line.Length <= 102, line));
        Assert.Equal(
            "        Layer (type)          Output Shape   Kernel  Receptive Field  Jump    Param #      Mult-Adds", lines[1]);
        Assert.Equal(
            "           Conv2d-10       [-1, 8, 14, 14]      1×1              6×6     2        136         25,088", lines[12]);
        Assert.Contains("Mult-adds of one image: 2,392,240", lines);
        Assert.Equal("The receptive field, 44×44, covers the 28×28 image with 16 pixels to spare.", lines[^2]);
    }

    [Fact]
    public void A_field_that_does_not_cover_the_image_is_said()
    {
        var network = new NetworkDefinition(new(1, 28, 28), new Conv2d(4, 3), new MaxPool2d(2), new Conv2d(10, 3));

        Assert.EndsWith(
            "The receptive field, 8×8, does not cover the 28×28 image: it is 20 pixels short, so no output can depend on all "
            + "of it. Add layers, enlarge kernels or pool earlier.\n",
            SummaryTable.Render(network, wide: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_the_images_own_size_covers_it_exactly()
    {
        var network = new NetworkDefinition(new(1, 28, 28), new Conv2d(10, 28));

        Assert.Equal(
            "The receptive field, 28×28, covers the 28×28 image exactly.", SummaryTable.DescribeReceptiveField(network));
    }

    private static NetworkDefinition Network(string part) => part switch
    {
        "part1" => AssignmentNetworks.Part1,
        "part2" => AssignmentNetworks.Part2,
        _ => AssignmentNetworks.Part3,
    };
}
