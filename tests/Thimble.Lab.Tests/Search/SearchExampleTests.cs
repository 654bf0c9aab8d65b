using System.Runtime.CompilerServices;
using Thimble.Lab.Search;

namespace Thimble.Lab.Tests.Search;

/// <summary>The example that the documentation goes through.</summary>
public class SearchExampleTests
{
    [Fact]
    public void The_example_reads_and_uses_what_a_search_can_do()
    {
        SearchDefinition search = SearchDefinition.Load(Path.Combine(FolderOfExamples(), "search.yaml"));
        SearchDraws draws = SearchDraws.Of(search);

        Assert.Equal(search.Trials, draws.Trials.Count);
        Assert.True(draws.OverBudget > 0);
        foreach ((int index, SearchVariable variable) in search.Space.Variables.Index())
            Assert.True(draws.Trials.Select(trial => variable.GroupOf(trial.Values[index])).Distinct().Count() > 1, variable.Name);
    }

    private static string FolderOfExamples([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "examples");
}
