using System.Xml.Linq;
using Thimble.Lab.Reports;
using Thimble.Layers;

namespace Thimble.Lab.Tests.Reports;

/// <summary>The drawing of a network has every layer, with its shape, parameters and receptive field.</summary>
public class NetworkDrawingTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly NetworkDefinition Network = new(
        new Shape(1, 8, 8),
        new Conv2d(4, 3, padding: 1),
        new ReLU(),
        new Residual(
            [new Conv2d(6, 3, stride: 2, padding: 1), new BatchNorm2d()],
            [new Conv2d(6, 1, stride: 2)]),
        new ReLU(),
        new AdaptiveAvgPool2d(),
        new Flatten(),
        new Linear(10));

    private static readonly XElement Drawing = XElement.Parse(NetworkDrawing.Render(Network, "a <network>"));

    [Fact]
    public void Layers_are_boxes_with_what_follows_them()
    {
        string[] texts = Texts();

        Assert.Equal(
            ["Conv2d 3×3", "ReLU", "Conv2d 3×3, stride 2", "BatchNorm2d", "Conv2d 1×1, stride 2", "AdaptiveAvgPool2d 4×4", "Flatten", "Linear"],
            texts.Where(text => text.Any(char.IsAsciiLetterUpper)).Distinct());
        // 4·9 + 4; 6·4·9 + 6 and 12 of the normalization; 6·10 + 10.
        Assert.Equal(["40", "234", "70"], texts.Where(text => text is "40" or "234" or "70"));
        Assert.Contains("5×5", texts);
        Assert.Equal(2, texts.Count(text => text == "6×4×4"));
    }

    [Fact]
    public void A_residual_is_drawn_with_its_way_around_and_its_sum()
    {
        Assert.Single(Texts(), "+");
        Assert.Single(Drawing.Elements(Svg + "path"));
        // The shortcut: 6·4 + 6.
        Assert.Single(Drawing.Descendants(Svg + "title"), title => title.Value.Contains("shortcut:") && title.Value.EndsWith("30 parameters", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_is_inside_the_picture()
    {
        double width = (double)Drawing.Attribute("width")!;
        double height = (double)Drawing.Attribute("height")!;
        Assert.All(Drawing.Elements(Svg + "rect"), box =>
        {
            Assert.InRange((double)box.Attribute("x")!, 0, width);
            Assert.InRange((double)box.Attribute("x")! + (double)box.Attribute("width")!, 0, width);
            Assert.InRange((double)box.Attribute("y")!, 0, height);
            Assert.InRange((double)box.Attribute("y")! + (double)box.Attribute("height")!, 0, height);
        });
        Assert.All(Drawing.Elements(Svg + "text"), text => Assert.InRange((double)text.Attribute("x")!, 0, width));
    }

    private static string[] Texts() => [.. Drawing.Elements(Svg + "text").Select(text => text.Value)];
}
