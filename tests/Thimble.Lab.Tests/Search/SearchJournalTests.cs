using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Lab.Tests.Search;

/// <summary>What is on disk of a search, whatever happened to it.</summary>
public sealed class SearchJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-journal-").FullName;

    private string File => Path.Combine(_folder, "journal.jsonl");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Runs_come_back_as_they_were()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        SearchRun[] runs = [Run("a", TrainingStatus.Completed, 3, 9), Run("b", TrainingStatus.Diverged), Run("c", TrainingStatus.Cancelled, 5)];
        using (SearchJournal journal = SearchJournal.Open(File))
        {
            journal.Begin(plan, "1.2.3");
            foreach (SearchRun run in runs)
                journal.Add(run);
        }

        using SearchJournal back = SearchJournal.Open(File);
        Assert.Equal((plan.Fingerprint(), "1.2.3"), (back.Fingerprint, back.Version));
        Assert.Equal(3, back.Count);
        Assert.False(back.WasTorn);
        foreach (SearchRun run in runs)
        {
            SearchRun found = back.Find(run.Key)!;
            Assert.Equal(run with { Correct = found.Correct }, found);
            Assert.Equal(run.Correct, found.Correct);
        }

        Assert.Null(back.Find("d"));
    }

    [Fact]
    public void A_line_torn_at_any_place_is_dropped_and_written_over()
    {
        byte[] whole = WriteTwo();
        int secondLine = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (int length = secondLine + 1; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            using (SearchJournal journal = SearchJournal.Open(File))
            {
                Assert.True(journal.WasTorn);
                Assert.Equal(1, journal.Count);
                journal.Add(Run("b", TrainingStatus.Completed, 7));
            }

            Assert.Equal(whole.Length, new FileInfo(File).Length);
        }
    }

    [Fact]
    public void A_last_line_of_rubbish_is_dropped_but_one_in_the_middle_is_named()
    {
        byte[] whole = WriteTwo();
        System.IO.File.WriteAllBytes(File, [.. whole, 0, 0, 0, (byte)'\n']);
        using (SearchJournal journal = SearchJournal.Open(File))
            Assert.Equal((2, true), (journal.Count, journal.WasTorn));
        Assert.Equal(whole, System.IO.File.ReadAllBytes(File));

        System.IO.File.WriteAllBytes(File, [(byte)'x', (byte)'\n', .. whole]);
        string message = Assert.Throws<InvalidInputException>(() => SearchJournal.Open(File)).Message;
        Assert.StartsWith($"{File}:1: damaged: this line is no result of a search; remove it", message);
        Assert.Equal(whole.Length + 2, new FileInfo(File).Length);
    }

    [Theory]
    [InlineData("{\"run\":\"a\"}")]
    [InlineData("{\"run\":\"a\",\"trial\":1,\"stage\":0,\"seed\":1,\"status\":\"fine\",\"correct\":[3],\"count\":10,\"seconds\":1}")]
    [InlineData("{\"run\":\"a\",\"trial\":1,\"stage\":0,\"seed\":1,\"status\":\"completed\",\"correct\":[11],\"count\":10,\"seconds\":1}")]
    [InlineData("{\"run\":\"a\",\"trial\":1,\"stage\":0,\"seed\":1,\"status\":\"completed\",\"correct\":[],\"count\":10,\"seconds\":1}")]
    [InlineData("{\"run\":\"a\",\"trial\":1,\"stage\":0,\"seed\":-1,\"status\":\"completed\",\"correct\":[1],\"count\":10,\"seconds\":1}")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_line_that_says_what_cannot_be_is_damaged(string line)
    {
        byte[] whole = WriteTwo();
        System.IO.File.WriteAllBytes(File, [.. System.Text.Encoding.UTF8.GetBytes(line + "\n"), .. whole]);
        Assert.Contains(":1: damaged", Assert.Throws<InvalidInputException>(() => SearchJournal.Open(File)).Message);
    }

    [Fact]
    public void A_journal_of_another_format_is_refused_and_left_as_it_is()
    {
        using (SearchJournal journal = SearchJournal.Open(File))
            journal.Begin(Searches.Plan(Searches.Small), "1.2.3");
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("\"format\":1", "\"format\":2"));
        long length = new FileInfo(File).Length;

        string message = Assert.Throws<InvalidInputException>(() => SearchJournal.Open(File)).Message;
        Assert.StartsWith($"{File}: written by Thimble 1.2.3 in format 2, and this version knows format 1 alone; ", message);
        Assert.Equal(length, new FileInfo(File).Length);
    }

    [Fact]
    public void What_a_killed_process_had_written_aside_is_cleared_by_the_next_one()
    {
        string trials = Directory.CreateDirectory(Path.Combine(_folder, "trials")).FullName;
        string[] left = [Path.Combine(_folder, "best.yaml.123-4.tmp"), Path.Combine(trials, "001.yaml.123-4.tmp")];
        string[] kept = [Path.Combine(_folder, "notes.tmp"), Path.Combine(trials, "001.yaml")];
        foreach (string path in left.Concat(kept))
            System.IO.File.WriteAllText(path, "half");

        SearchJournal.Open(File).Dispose();

        Assert.All(left, path => Assert.False(System.IO.File.Exists(path)));
        Assert.All(kept, path => Assert.True(System.IO.File.Exists(path)));
    }

    [Fact]
    public void Two_cannot_write_the_same_one()
    {
        using SearchJournal journal = SearchJournal.Open(File);
        Assert.Contains("another process is running this search", Assert.Throws<InvalidInputException>(() => SearchJournal.Open(File)).Message);
    }

    [Fact]
    public void What_is_put_aside_is_kept()
    {
        SearchFolder folder = SearchFolder.Open("x", _folder);
        byte[] whole = WriteTwo();
        System.IO.File.WriteAllText(folder.BestFile, "name: first");
        Assert.Equal(Path.Combine(_folder, "before-1"), folder.PutAside(withJournal: true));
        System.IO.File.WriteAllText(folder.JournalFile, "damaged\nbeyond\n");
        System.IO.File.WriteAllText(folder.BestFile, "name: second");
        Assert.Equal(Path.Combine(_folder, "before-2"), folder.PutAside(withJournal: false));

        Assert.Null(folder.PutAside(withJournal: false));
        Assert.Equal("damaged\nbeyond\n", System.IO.File.ReadAllText(folder.JournalFile));
        Assert.Equal(whole, System.IO.File.ReadAllBytes(Path.Combine(_folder, "before-1", "journal.jsonl")));
        Assert.Equal("name: first", System.IO.File.ReadAllText(Path.Combine(_folder, "before-1", "best.yaml")));
        Assert.Equal("name: second", System.IO.File.ReadAllText(Path.Combine(_folder, "before-2", "best.yaml")));
        Assert.Equal(_folder, SearchFolder.Open("x", _folder).Path);
    }

    [Fact]
    public void A_folder_with_something_else_in_it_is_left_alone()
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, "thesis.txt"), "…");
        Assert.Contains("this folder holds something else", Assert.Throws<InvalidInputException>(() => SearchFolder.Open("x", _folder)).Message);
    }

    private static SearchRun Run(string key, TrainingStatus status, params int[] correct) => new(key, 1, 0, ulong.MaxValue, status, correct, 10, 1.25);

    private byte[] WriteTwo()
    {
        System.IO.File.Delete(File);
        using (SearchJournal journal = SearchJournal.Open(File))
        {
            journal.Add(Run("a", TrainingStatus.Completed, 3));
            journal.Add(Run("b", TrainingStatus.Completed, 7));
        }

        return System.IO.File.ReadAllBytes(File);
    }
}
