namespace Thimble.Lab.Tests;

/// <summary>How runs are found: by path, by name, and by the name of their experiment.</summary>
public sealed class RunNamesTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_runs_below_a_folder_are_those_with_a_number_in_its_order_and_folders_that_were_chosen()
    {
        foreach (string claimed in (string[])["b/002/log.txt", "b/010/experiment.yaml", "b/001/log.txt", "b/notes/log.txt", "b/000/log.txt", "b/003/other.txt", "a/log.txt", "c/deeper/001/log.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_runs.Root, claimed))!);
            File.WriteAllText(Path.Combine(_runs.Root, claimed), "");
        }

        Assert.Equal([Path.Combine(_runs.Root, "a"), "b/1", "b/2", "b/10"], RunFolder.All(_runs.Root).Select(run => run.Name));
        Assert.Equal($"{_runs.Root}/none: there is no such folder of runs; name another, or train one first", RunsOnDisk.Refusal(() => RunFolder.All($"{_runs.Root}/none")));
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(11, ", …")]
    public void At_most_ten_runs_are_named(int count, string rest)
    {
        foreach (int number in Enumerable.Range(1, count))
        {
            string run = Directory.CreateDirectory(Path.Combine(_runs.Root, "little", $"{number:D3}")).FullName;
            File.WriteAllText(Path.Combine(run, "experiment.yaml"), "");
        }

        string ten = string.Join(", ", Enumerable.Range(1, 10).Select(number => $"little/{number}"));
        Assert.Equal($"there is no run 'large'; in {_runs.Root} there are {ten}{rest}", RunsOnDisk.Refusal(() => RunFolder.Open("large", _runs.Root)));
    }

    [Fact]
    public void Of_runs_that_cannot_be_judged_the_name_stands_for_the_greatest_number_that_has_an_experiment()
    {
        foreach (string file in (string[])["9/experiment.yaml", "010/experiment.yaml", "011/log.txt", "last/experiment.yaml"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_runs.Root, "little", file))!);
            File.WriteAllText(Path.Combine(_runs.Root, "little", file), "");
        }

        Assert.Equal(Path.Combine(_runs.Root, "little", "010"), RunFolder.Open("little", _runs.Root).Path);
        Assert.Equal("little/12", RunFolder.Create("little", root: _runs.Root).Name);
    }

    [Fact]
    public void A_run_is_opened_by_path_by_name_and_as_the_best_of_its_experiment()
    {
        RunFolder first = _runs.Record(9600);
        RunFolder second = _runs.Record(9700);

        Assert.Equal(first.Path, RunFolder.Open(first.Path).Path);
        Assert.Equal(first.Path, RunFolder.Open("little/1", _runs.Root).Path);
        Assert.Equal(first.Path, RunFolder.Open("little/001", _runs.Root).Path);
        Assert.Equal(second.Path, RunFolder.Open("little", _runs.Root).Path);
        Assert.Equal("little/2", RunFolder.Open("little", _runs.Root).Name);
        Assert.Equal("the best of 2 finished full runs of little (97.00%)", RunFolder.Open("little", _runs.Root).Reason);
        Assert.Null(RunFolder.Open("little/2", _runs.Root).Reason);
        Assert.Equal(_runs.Experiment.Recipe, second.LoadExperiment().Recipe);
    }

    [Fact]
    public void A_name_stands_for_the_best_finished_full_run_and_not_for_a_short_or_changed_one()
    {
        _runs.Record(9700);
        _runs.Record(9600);
        Experiment asWritten = _runs.Experiment;
        _runs.Experiment = asWritten.Override(epochs: 1);
        _runs.Record(9900);
        _runs.Experiment = asWritten with { Data = _runs.Experiment.Data with { TrainImages = 7 } };
        _runs.Record(9900);
        _runs.Experiment = asWritten with { Changes = [new("recipe.optimizer.sgd.learning_rate", "0.2")] };
        RunFolder changed = _runs.Record(9900);

        Assert.Equal("little/1", RunFolder.Open("little", _runs.Root).Name);
        Assert.Equal("little/5", RunFolder.OpenLatest("little", _runs.Root).Name);
        Assert.Null(RunFolder.OpenLatest("little", _runs.Root).Reason);
        Assert.Equal(["recipe.epochs=1"], RunFolder.Open("little/3", _runs.Root).LoadEnvironment().Replaced);
        Assert.Equal(["data.train_images=7"], RunFolder.Open("little/4", _runs.Root).LoadEnvironment().Replaced);
        Assert.Empty(changed.LoadEnvironment().Replaced!);
    }

    [Fact]
    public void Without_a_finished_full_run_the_latest_answers_and_that_is_said()
    {
        _runs.Experiment = _runs.Experiment.Override(epochs: 7);
        _runs.Record(9700);
        RunFolder stopped = RunFolder.Create(_runs.Experiment.Name, root: _runs.Root);
        _runs.Recorder(stopped).Dispose();

        RunFolder run = RunFolder.Open("little", _runs.Root);

        Assert.Equal(("little/2", "the latest run of little, none of which is both finished and as the experiment says"), (run.Name, run.Reason));
    }

    [Fact]
    public void A_run_that_does_not_say_what_was_replaced_is_compared_with_the_built_in_experiment()
    {
        _runs.Experiment = ExperimentCatalogue.Load("sprint");
        _runs.Record(9600);
        _runs.Experiment = _runs.Experiment.Override(epochs: _runs.Experiment.Recipe.Epochs + 1);
        RunFolder longer = _runs.Record(9900);
        foreach (string file in (string[])[RunFolder.Open("sprint/1", _runs.Root).EnvironmentFile, longer.EnvironmentFile])
            File.WriteAllText(file, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), @"""replaced"": \[[^\]]*\]", "\"changes\": []"));

        Assert.Equal("sprint/1", RunFolder.Open("sprint", _runs.Root).Name);
    }

    [Fact]
    public void A_run_that_is_not_there_is_answered_with_those_that_are()
    {
        Assert.Equal(
            $"there is no run 'little', and none in {_runs.Root}; train one first",
            RunsOnDisk.Refusal(() => RunFolder.Open("little", _runs.Root)));
        _runs.Record();
        Assert.Equal($"there is no run 'little/7'; in {_runs.Root} there are little/1", RunsOnDisk.Refusal(() => RunFolder.Open("little/7", _runs.Root)));
    }

    [Fact]
    public void A_run_elsewhere_goes_by_its_path_and_not_by_the_name_of_another()
    {
        _runs.Record(9600);
        string elsewhere = Path.Combine(_runs.Root, "other", "little", "001");

        RunFolder run = RunFolder.Create("little", elsewhere, _runs.Root);

        Assert.Equal(elsewhere, run.Name);
        Assert.Equal("little/1", Assert.Single(RunFolder.All(Path.Combine(_runs.Root, "other"))).Name);
        Assert.Equal("little/1", RunFolder.Open(Path.Combine(_runs.Root, "little", "001/"), _runs.Root).Name);
    }
}
