using Thimble.Lab.Search;
using Thimble.Lab.Tests.Search;

namespace Thimble.Lab.Tests.Faults;

/// <summary>A search whose disk fails, or whose process ends, at any change of a file: begun again it finds what it would have found.</summary>
public sealed class SearchFaultTests : IDisposable
{
    private const string Yaml =
        """
        name: tiny
        experiment:
          data: {name: synthetic-digits, train_images: 60, validation: {images: 20}}
          input: [1, 28, 28]
          network:
            - max_pool2d: 7
            - flatten
            - linear: 10
          recipe:
            epochs: 2
            batch_size: 20
            optimizer: {sgd: {learning_rate: $rate}}
        space:
          rate: [0.01, 0.1]
        trials: 2
        rungs: {epochs: [1], keep: 1/2}
        finalists: {count: 1, seeds: 2}
        """;

    private static readonly SearchPlan Plan = Searches.Plan(Yaml);
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-faults-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.DiskIsFull)]
    [InlineData(Fault.ProcessEnds)]
    public void A_search_that_breaks_at_any_change_is_gone_on_with(Fault fault)
    {
        using var counting = new FaultyFileSystem(Fault.Fails, at: 0);
        Dictionary<string, string> whole = Search(Path.Combine(_root, "whole"), counting);
        int tried = 0;
        int met = 0;
        for (int at = 1 + ((int)fault % FaultyFileSystem.Step); at <= counting.Changes; at += FaultyFileSystem.Step, tried++)
        {
            string folder = Path.Combine(_root, $"{at}");
            using (var files = new FaultyFileSystem(fault, at))
                met += FaultyFileSystem.IsMetBy(fault, () => Search(folder, files)) ? 1 : 0;

            Assert.Equal(whole, Search(folder, FileSystem.Disk));
            Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
        }

        // A search that writes past the file system that it is given would meet no fault.
        Assert.InRange(counting.Changes, 20, int.MaxValue);
        Assert.InRange(met, tried / 2, tried);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.ProcessEnds)]
    public void Putting_a_search_aside_loses_nothing_at_any_change(Fault fault)
    {
        for (int at = 1; at <= 10; at++)
        {
            string path = Path.Combine(_root, $"{at}");
            var folder = SearchFolder.Open("tiny", path);
            Directory.CreateDirectory(Path.Combine(path, "trials"));
            string[] found = [folder.JournalFile, folder.BestFile, folder.ResultsFile, folder.PlotFile, Path.Combine(path, "trials", "1.yaml")];
            foreach (string file in found)
                File.WriteAllText(file, file);

            bool isMet;
            using (var files = new FaultyFileSystem(fault, at))
                isMet = FaultyFileSystem.IsMetBy(fault, () => SearchFolder.Open("tiny", path, files).PutAside(withJournal: true));
            Assert.True(isMet || at > 8, $"change {at}");
            AssertKept();
            SearchFolder.Open("tiny", path).PutAside(withJournal: true);
            AssertKept();
            Assert.All(found, file => Assert.False(File.Exists(file)));

            void AssertKept() => Assert.Equal(
                found.Order(), Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(File.ReadAllText).Where(text => text.Length > 0).Order());
        }
    }

    // As the command line does it.
    private static Dictionary<string, string> Search(string path, FileSystem files)
    {
        var folder = SearchFolder.Open("tiny", path, files);
        using var journal = SearchJournal.Open(folder.JournalFile, files);
        if (journal.Fingerprint != Plan.Fingerprint())
        {
            folder.PutAside(withJournal: false);
            journal.Begin(Plan, "1.2.3");
        }

        SearchResultWriter.WriteTrials(folder, Plan);
        SearchResult result = new SearchRunner(Plan, journal, jobs: 1, TimeProvider.System).Run(new Nobody(), CancellationToken.None);
        SearchResultWriter.Write(folder, result);
        return new()
        {
            ["figures"] = Searches.Figures(result),
            ["best"] = File.ReadAllText(folder.BestFile),
            ["trials"] = string.Join('\n', Plan.Trials.Select(trial => File.ReadAllText(folder.TrialFile(trial)))),
        };
    }

    private sealed class Nobody : ISearchObserver;
}
