using System.Xml.Linq;
using Thimble.Lab.Plots;

namespace Thimble.Lab.Tests.Plots;

/// <summary>Plots are well-formed SVG that says what it shows.</summary>
public class PlotTests
{
    private const string Nasty = "<b>\"a\" & 'b'</b>\u0001\uD800";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_line_chart_has_a_legend_a_target_a_mark_and_a_tooltip_a_point()
    {
        XElement chart = Parse(Lines([0.97, 0.99, 0.985]).Render());

        string[] texts = Texts(chart);
        Assert.Contains("test", texts);
        Assert.Contains("training", texts);
        Assert.Contains("target 99.40%", texts);
        Assert.Contains("best", texts);
        Assert.Contains("epoch", texts);
        Assert.Contains("test: 99% at epoch 2", chart.Descendants(Svg + "title").Select(title => title.Value));
        Assert.Equal("img", chart.Attribute("role")!.Value);
        Assert.Equal("a chart", chart.Attribute("aria-label")!.Value);
        Assert.Equal(2, chart.Descendants(Svg + "path").Count(path => path.Attribute("class")!.Value.Contains("dashed")));
    }

    [Fact]
    public void A_line_is_broken_where_there_is_no_number()
    {
        XElement chart = Parse(Lines([0.97, double.NaN, 0.98, double.PositiveInfinity]).Render());

        string line = chart.Descendants(Svg + "path").Select(path => path.Attribute("d")!.Value).First(data => data.Count(letter => letter == 'M') > 1);
        Assert.Equal(2, line.Count(letter => letter == 'M'));
        Assert.DoesNotContain("NaN", line);
    }

    [Fact]
    public void A_logarithmic_axis_has_powers_of_ten()
    {
        var axis = new PlotAxis("learning rate", PlotAxis.Scientific, IsLogarithmic: true);
        LineSeries series = new("loss", [new(0, 1), new(1e-6, 2.3), new(1e-3, 2), new(1, 9)], 0) { Marked = new(1e-3, 2), MarkLabel = "steepest" };

        XElement chart = Parse(new LineChart("finder", axis, [new("Loss", new("loss"), [series])]).Render());

        Assert.Equal(["1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0"], Texts(chart).Where(text => text.StartsWith("1e", StringComparison.Ordinal)).Take(7));
        Assert.Equal(4, chart.Descendants(Svg + "circle").Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_point_or_equal_ones_make_a_chart(int count)
    {
        XElement chart = Parse(Lines([.. Enumerable.Repeat(0.5, count)]).Render());

        Assert.DoesNotContain("NaN", chart.ToString());
    }

    [Fact]
    public void No_point_at_all_makes_a_chart() => Assert.DoesNotContain("NaN", Parse(Lines([]).Render()).ToString());

    [Fact]
    public void A_scatter_chart_labels_every_point_and_moves_labels_apart()
    {
        var chart = new ScatterChart(
            "cost", "Accuracy against parameters", new("parameters", IsLogarithmic: true), new("accuracy", PlotAxis.Percent),
            [new(9_736, 0.985, "part2/1", 0), new(9_900, 0.985, "part2/2", 1), new(258_602, 0.992, "part1/1", 2)]);

        XElement svg = Parse(chart.Render());

        Assert.Subset(Texts(svg).ToHashSet(), new HashSet<string> { "part2/1", "part2/2", "part1/1" });
        double[] heights = [.. svg.Elements(Svg + "text").Where(text => text.Value.StartsWith("part2", StringComparison.Ordinal)).Select(text => (double)text.Attribute("y")!)];
        Assert.True(Math.Abs(heights[0] - heights[1]) >= 15);
        Assert.Contains("part1/1: 99.2% at 258,602", svg.Descendants(Svg + "title").Select(title => title.Value));
    }

    [Fact]
    public void A_heat_map_says_what_each_cell_is()
    {
        int[,] counts = { { 5, 1 }, { 0, 7 } };

        XElement svg = Parse(new HeatMap("matrix", "is", "predicted as", ["0", "1"], (row, column) => counts[row, column]).Render());

        Assert.Contains("is 0, predicted as 1: 1", svg.Descendants(Svg + "title").Select(title => title.Value));
        Assert.Single(svg.Elements(Svg + "rect"), rect => rect.Attribute("class")!.Value == "empty");
    }

    [Fact]
    public void A_sheet_of_pictures_holds_the_pictures()
    {
        XElement svg = Parse(new PictureSheet("digits", [new([0, 255, 128, 1], 2, 2, "a nine", "is 9", "predicted as 4")]).Render());

        XElement image = Assert.Single(svg.Elements(Svg + "image"));
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", image.Attribute("href")!.Value);
        Assert.Equal("a nine", image.Value);
    }

    [Fact]
    public void Text_cannot_become_markup()
    {
        LineSeries series = new(Nasty, [new(1, 2), new(2, 3, Nasty)], 0) { Marked = new(1, 2), MarkLabel = Nasty };
        var panel = new LinePanel(Nasty, new(Nasty), [series, series]) { Target = 2.5, TargetLabel = Nasty };

        XElement chart = Parse(new LineChart(Nasty, new(Nasty), [panel]).Render());

        Assert.DoesNotContain(chart.Descendants(), element => element.Name.LocalName == "b");
        Assert.Equal("<b>\"a\" & 'b'</b>\uFFFD\uFFFD", chart.Attribute("aria-label")!.Value);
    }

    [Fact]
    public void A_file_of_its_own_brings_its_colours_along()
    {
        XElement file = Parse(PlotStyle.AsFile(Lines([0.9, 0.95]).Render()));

        Assert.Contains("prefers-color-scheme:dark", file.Element(Svg + "style")!.Value);
    }

    private static LineChart Lines(double[] accuracies)
    {
        PlotPoint[] points = [.. accuracies.Select((accuracy, index) => new PlotPoint(index + 1, accuracy))];
        LineSeries test = new("test", points, 0) { Marked = points.Length > 1 ? points[1] : null, MarkLabel = "best" };
        var panel = new LinePanel("Accuracy", new("accuracy", PlotAxis.Percent), [test, new("training", points, 1, IsDashed: true)])
        {
            Target = 0.994,
            TargetLabel = "target 99.40%",
        };
        return new LineChart("a chart", new("epoch", IsWhole: true), [panel]);
    }

    private static XElement Parse(string svg) => XDocument.Parse(svg).Root!;

    private static string[] Texts(XElement svg) => [.. svg.Descendants(Svg + "text").Select(text => text.Value)];
}
