using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Thimble.Lab.Yaml;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>docs/experiments.md has all that the readers take. What they take is asked of them: a mistake lists what is allowed.</summary>
public partial class ExperimentPageTests
{
    private const string Nonsense = "qqqqqqqq";
    private const string Layer = "- conv2d: {out: 10, kernel: 3}";
    private const string Optimizer = "{sgd: {learning_rate: 0.1}}";

    // Written about once, above the table of the optimizers.
    private static readonly string[] CommonOptions = ["learning_rate", "decay_biases", "decay_normalization"];

    private static readonly string Page = File.ReadAllText(PathOfPage());

    [Theory]
    [InlineData("name: small", Nonsense + ": 1")]
    [InlineData("data: mnist", "data: {" + Nonsense + ": 1}")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {" + Nonsense + ": 1}}")]
    [InlineData("data: mnist", "data: {name: mnist, validation: {" + Nonsense + ": 1}}")]
    [InlineData("data: mnist", "data: {name: mnist, preparation: " + Nonsense + "}")]
    [InlineData("data: mnist", "data: " + Nonsense)]
    [InlineData("data: mnist", "data: mnist\nbudget: {" + Nonsense + ": 1}")]
    [InlineData("data: mnist", "data: mnist\nreference: {" + Nonsense + ": 1}")]
    [InlineData("epochs: 2", Nonsense + ": 2")]
    [InlineData("epochs: 2", "epochs: 2\n  augmentation: {" + Nonsense + ": 1}")]
    public void Every_key_is_on_the_page(string place, string mistake)
    {
        string[] words = Allowed(place, mistake);
        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.Contains($"`{word}`", Page));
    }

    [Fact]
    public void Every_layer_has_a_row_with_its_options() => Rows("## Layers", Layer, "- ", LayerKinds.All.Schemas.Count);

    [Fact]
    public void Every_schedule_has_a_row_with_its_options() => Rows("### Schedules", "epochs: 2", "epochs: 2\n  schedule: ", Schedules.All.Schemas.Count);

    [Fact]
    public void Every_optimizer_has_a_row_with_its_options() => Rows("### Optimizers", $"optimizer: {Optimizer}", "optimizer: ", Optimizers.All.Schemas.Count);

    [Fact]
    public void The_tables_of_the_recipe_are_those_of_the_schemas()
    {
        HasTable("## Recipe", OptionTable.Options(Recipe.Schema.Options));
        HasTable("### Optimizers", OptionTable.Options(SgdOptions.Schema.Options.Where(option => CommonOptions.Contains(option.Key))));
        HasTable("## Data", OptionTable.Kinds(PicturePreparation.All));
        HasTable("## Layers", OptionTable.Kinds(LayerKinds.All));
        HasTable("### Optimizers", OptionTable.Kinds(Optimizers.All, CommonOptions));
        HasTable("### Schedules", OptionTable.Kinds(Schedules.All));
        HasTable("### Augmentation", OptionTable.Options(AugmentationOptions.Schema.Options));
    }

    [Fact]
    public void The_examples_read_and_have_what_is_said_of_them()
    {
        Experiment[] examples = [.. Examples().Matches(Page).Select(match => Experiments.Read(match.Groups["text"].Value))];

        Assert.Equal(["mine", "shared"], examples.Select(example => example.Name));
        Assert.True(examples[0].Network.ParameterCount < examples[0].Budget.ParametersBelow);
        Assert.Contains($"It has {examples[1].Network.ParameterCount:N0} parameters", Page);
    }

    [Fact]
    public void The_example_of_the_readme_is_whole()
    {
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(PathOfPage())!, "..", "README.md"));

        Experiment example = Experiments.Read(Assert.Single(Examples().Matches(readme)).Groups["text"].Value);

        Assert.True(example.Network.ParameterCount < example.Budget.ParametersBelow);
    }

    // After a change of a schema the message has the table to paste.
    private static void HasTable(string title, string table) =>
        Assert.True(Section(title).Contains(table, StringComparison.Ordinal), $"{title} of docs/experiments.md should have this table:\n{table}");

    private static string Section(string title) => string.Concat(
        Page.Split('\n').SkipWhile(line => line != title).Skip(1).TakeWhile(line => !line.StartsWith('#')).Select(line => $"{line}\n"));

    // Of each kind one row, which is where its options are looked for.
    private static void Rows(string title, string place, string before, int count)
    {
        string[] kinds = Allowed(place, before + Nonsense);
        Assert.Equal(count, kinds.Length);
        string[] section = Section(title).Split('\n');
        // The head of the optimizers' table has what is common to them.
        string common = section.FirstOrDefault(line => line.StartsWith("| optimizer |", StringComparison.Ordinal)) ?? "";
        int options = 0;
        foreach (string kind in kinds)
        {
            string row = section.Single(line => line.StartsWith($"| `{kind}` |", StringComparison.Ordinal));
            string[] allowed = Allowed(place, $"{before}{{{kind}: {{{Nonsense}: 1}}}}");
            Assert.All(allowed.Except(["size"]), option => Assert.Contains($"`{option}`", row + common));
            options += allowed.Length;
        }

        Assert.True(options > kinds.Length);
    }

    // The words that a mistake lists; none where it is told in another way that there are no options.
    private static string[] Allowed(string place, string mistake)
    {
        string yaml = Experiments.Small.Replace(place, mistake, StringComparison.Ordinal);
        string message = Assert.Throws<ExperimentException>(() => Experiments.Read(yaml)).Mistakes.OrderBy(one => !one.Message.Contains(Nonsense)).First().Message;
        Match list = Words().Match(message);
        return list.Success ? [.. list.Groups["words"].Value.Split(", ")] : [];
    }

    private static string PathOfPage([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "docs", "experiments.md");

    [GeneratedRegex(@"allowed: (?<words>[a-z0-9_-]+(, [a-z0-9_-]+)*)(;|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Examples();
}
