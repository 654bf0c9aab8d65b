namespace Thimble.Lab.Tests;

/// <summary>Files to start from.</summary>
public class ExperimentStarterTests
{
    public static TheoryData<string> BuiltIn => [.. ExperimentCatalogue.Names];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void It_reads_back_as_the_same_experiment(string name)
    {
        Experiment built = ExperimentCatalogue.Load(name);
        Experiment read = Experiments.Read(ExperimentStarter.Of(name));

        Assert.Equal(ExperimentWriter.Write(built), ExperimentWriter.Write(read));
        // The explanation is prose, and its lines look like keys where they like.
        Assert.Equal(built.Explanation, read.Explanation);
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void Every_part_has_a_comment_above_it(string name)
    {
        string[] lines = ExperimentStarter.Of(name).Split('\n');

        string[] keys = [.. lines.Where(line => line.Length > 0 && char.IsAsciiLetterLower(line[0]))];
        Assert.Equal(ExperimentCatalogue.BuiltInText(name).Split('\n').Count(line => line.Length > 0 && char.IsAsciiLetterLower(line[0])), keys.Length);
        Assert.All(keys, key => Assert.StartsWith("#", lines[Array.IndexOf(lines, key) - 1]));
        Assert.All(lines.Where(line => line.TrimStart().StartsWith('#')), line => Assert.True(line.Length <= 125, line));
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void Options_of_the_recipe_that_are_commented_out_can_be_taken_in(string name)
    {
        string[] lines = ExperimentStarter.Of(name).Split('\n');
        string[] taken = [.. lines.Select(line => Options.Any(option => line.StartsWith($"  # {option}: ", StringComparison.Ordinal)) ? line.Replace("  # ", "  ") : line)];

        Assert.NotEqual(lines, taken);
        Experiments.Read(string.Join('\n', taken));
    }

    [Fact]
    public void A_name_that_there_is_not_is_told_what_there_is() => Assert.StartsWith(
        "there is no built-in experiment 'part4'; did you mean 'part1'? there are dscnn, part1, ",
        Assert.Throws<InvalidInputException>(() => ExperimentStarter.Of("part4")).Message);

    private static readonly string[] Options = ["batch_size", "schedule", "augmentation", "label_smoothing", "weight_average"];
}
