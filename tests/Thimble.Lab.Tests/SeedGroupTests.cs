namespace Thimble.Lab.Tests;

/// <summary>The record of which runs belong together.</summary>
public sealed class SeedGroupTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Groups_are_numbered_and_found_by_name_by_record_and_by_folder()
    {
        var first = SeedGroup.Begin("small", [1, 2], root: _root);
        var second = SeedGroup.Begin("small", [3], root: _root);
        string chosen = Path.Combine(_root, "mine");
        SeedGroup.Begin("small", [4], chosen);

        Assert.Equal(("small/seeds-1", "small/seeds-2"), (first.Name, second.Name));
        Assert.Equal(first.Path, SeedGroup.Find("small/seeds-1", _root)!.Path);
        Assert.Equal(first.Path, SeedGroup.Find(first.Path, _root)!.Path);
        Assert.Equal([4UL], SeedGroup.Find(chosen, _root)!.Seeds.Select(one => one.Seed));
        Assert.Equal([4UL], SeedGroup.Find("mine", _root)!.Seeds.Select(one => one.Seed));
        Assert.Null(SeedGroup.Find("small", _root));
        Assert.Null(SeedGroup.Find("small/seeds-3", _root));
        Assert.Equal(3, SeedGroup.FilesBelow(_root).Count);
    }

    [Fact]
    public void A_chosen_folder_takes_more_seeds_of_its_experiment_and_none_of_another()
    {
        string chosen = Path.Combine(_root, "mine");
        SeedGroup.Begin("small", [1, 2], chosen);

        Assert.Equal([1UL, 2UL, 3UL], SeedGroup.Begin("small", [2, 3], chosen).Seeds.Select(one => one.Seed));
        Assert.Equal(
            $"{Path.Combine(chosen, "seeds.json")}: this is a group of seeds of small; choose another folder",
            Assert.Throws<InvalidInputException>(() => SeedGroup.Begin("large", [3], chosen)).Message);
    }

    [Fact]
    public void A_run_is_named_from_where_the_record_is()
    {
        SeedGroup group = SeedGroup.Begin("small", [1, 2], root: _root).With(2, RunFolder.Create("small", root: _root));

        Assert.Equal([null, "001"], SeedGroup.Load(group.Path).Seeds.Select(one => one.Run));
        Assert.Empty(group.Runs());
    }

    [Fact]
    public void A_run_that_is_elsewhere_is_not_recorded()
    {
        SeedGroup group = SeedGroup.Begin("small", [1], Path.Combine(_root, "mine"));

        Assert.Throws<ArgumentException>(() => group.With(1, RunFolder.Create("small", root: _root)));
        Assert.Null(Assert.Single(SeedGroup.Load(group.Path).Seeds).Run);
    }

    [Fact]
    public void A_folder_of_numbered_runs_takes_no_group()
    {
        RunFolder run = RunFolder.Create("small", root: _root);
        File.WriteAllText(run.ExperimentFile, "name: small\n");
        string folder = Path.GetDirectoryName(run.Path)!;

        Assert.Equal(
            $"{folder}: this folder holds numbered runs, as that of an experiment does; choose another for a group of seeds",
            Assert.Throws<InvalidInputException>(() => SeedGroup.Begin("small", [1], folder)).Message);
    }

    [Fact]
    public void Groups_that_are_begun_together_have_numbers_of_their_own()
    {
        string[] names = new string[8];
        Parallel.For(0, names.Length, i => names[i] = SeedGroup.Begin("small", [1], root: _root).Name);

        Assert.Equal(Enumerable.Range(1, 8).Select(number => $"small/seeds-{number}"), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Runs_that_are_recorded_together_are_all_kept()
    {
        ulong[] seeds = [1, 2, 3, 4, 5, 6];
        SeedGroup group = SeedGroup.Begin("small", seeds, root: _root);
        RunFolder[] runs = [.. seeds.Select(_ => RunFolder.Create("small", root: _root))];

        // Each from what it read at the beginning, as processes do.
        Parallel.For(0, seeds.Length, i => group.With(seeds[i], runs[i]));

        Assert.DoesNotContain(SeedGroup.Load(group.Path).Seeds, one => one.Run is null);
    }

    [Theory]
    [InlineData("""{"experiment": "small", "started": "2001-02-03T04:05:06+00:00", "seeds": []}""", "it has no seed, too many, or one of them twice")]
    [InlineData("""{"experiment": "small", "started": "2001-02-03T04:05:06+00:00", "seeds": [{"seed": 1}, {"seed": 1}]}""", "it has no seed, too many, or one of them twice")]
    [InlineData("""{"experiment": "small", "started": "2001-02-03T04:05:06+00:00", "seeds": [{"seed": 1, "run": "../../elsewhere"}]}""", "the run of seed 1 is no folder beside it")]
    [InlineData("""{"experiment": "small", "started": "2001-02-03T04:05:06+00:00", "seeds": [{"seed": 1, "run": "/etc"}]}""", "the run of seed 1 is no folder beside it")]
    [InlineData("""{"experiment": "small", "started": "2001-02-03T04:05:06+00:00", "seeds": [null]}""", "an item of a list is null")]
    public void A_damaged_record_is_reported_in_one_line(string text, string problem)
    {
        string path = Path.Combine(_root, "seeds.json");
        File.WriteAllText(path, text);

        Assert.Equal($"{path}: damaged ({problem}); train again", Assert.Throws<InvalidInputException>(() => SeedGroup.Load(path)).Message);
    }

    [Fact]
    public void A_budget_on_the_mean_is_written_and_read()
    {
        Experiment experiment = Experiments.Read(Experiments.Small + "\nbudget: {accuracy: 97%, accuracy_of: mean}");

        Assert.Equal(Training.AccuracyOf.Mean, experiment.Budget.AccuracyOf);
        Assert.Equal(experiment.Budget, Experiments.Read(ExperimentWriter.Write(experiment)).Budget);
        Assert.Contains("accuracy_of", Assert.Throws<ExperimentException>(() => Experiments.Read(Experiments.Small + "\nbudget: {accuracy_of: median}")).Message, StringComparison.Ordinal);
    }
}
