namespace Thimble.Lab.Tests;

/// <summary>Where a run is put, and what is said of a folder that lacks something.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Runs_of_an_experiment_are_numbered()
    {
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => RunFolder.Create("little", root: _runs.Root).Name)];

        Assert.Equal(["little/1", "little/2", "little/3"], names);
        Assert.True(Directory.Exists(Path.Combine(_runs.Root, "little", "002")));
    }

    [Fact]
    public void A_number_is_never_used_again()
    {
        Directory.CreateDirectory(Path.Combine(_runs.Root, "little", "041"));

        Assert.Equal("little/42", RunFolder.Create("little", root: _runs.Root).Name);
    }

    [Fact]
    public void A_given_folder_must_be_absent_or_empty()
    {
        string given = Path.Combine(_runs.Root, "mine");
        RunFolder.Create("little", given);

        Assert.Equal(
            $"{given}: this folder is not empty, and nothing is overwritten; choose another folder",
            RunsOnDisk.Refusal(() => RunFolder.Create("little", given)));
        Assert.Equal(
            $"{given}/log.txt: this is a file; choose another folder",
            RunsOnDisk.Refusal(() => RunFolder.Create("little", Path.Combine(given, "log.txt"))));
        Assert.StartsWith(
            $"{given}/log.txt/deeper: no run can be kept here (", RunsOnDisk.Refusal(() => RunFolder.Create("little", $"{given}/log.txt/deeper")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_refused_before_training()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Rights do not bind this user.");
        string parent = Path.Combine(_runs.Root, "locked");
        Directory.CreateDirectory(parent);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.EndsWith("; choose another folder", RunsOnDisk.Refusal(() => RunFolder.Create("little", Path.Combine(parent, "a"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_another_process_takes_in_the_meantime_is_left_to_it()
    {
        RunFolder folder = RunFolder.Create("little", directory: null, _runs.Root, new DiskOfTwo());

        Assert.Equal("little/2", folder.Name);
        Assert.Equal("of another", File.ReadAllText(Path.Combine(_runs.Root, "little", "001", "log.txt")));
    }

    [Fact]
    public void A_result_that_is_not_there_means_that_the_run_is_not_over()
    {
        RunFolder folder = RunFolder.Create(_runs.Experiment.Name, root: _runs.Root);

        Assert.Equal($"{folder.ResultFile}: this file is missing: the run is not over, or it was cut off", RunsOnDisk.Refusal(folder.LoadResult));
        Assert.Equal(
            $"{folder.StatisticsFile}: this file is missing: the trained network was not looked into; diagnose the run where its data is available",
            RunsOnDisk.Refusal(folder.LoadStatistics));
    }

    [Fact]
    public void A_run_with_a_damaged_piece_says_which()
    {
        RunFolder folder = _runs.Record(9600);
        string weights = folder.WeightsFile(RunWeights.Final);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^4]);
        Assert.StartsWith($"{weights}: not a sound safetensors file: ", RunsOnDisk.Refusal(() => folder.LoadNetwork()), StringComparison.Ordinal);

        File.WriteAllText(folder.ExperimentFile, "name: little\n");
        Assert.StartsWith($"{folder.ExperimentFile}:1: the key '", RunsOnDisk.Refusal(() => folder.LoadNetwork()), StringComparison.Ordinal);

        File.Delete(folder.ExperimentFile);
        Assert.Equal(
            $"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", RunsOnDisk.Refusal(() => folder.LoadNetwork()));
    }

    [Fact]
    public void A_run_that_lost_a_file_says_which_and_not_that_it_is_no_run()
    {
        RunFolder folder = _runs.Record(9600);
        string weights = folder.WeightsFile(RunWeights.Best);
        File.Delete(weights);
        Assert.Equal($"{weights}: this file of the run is missing; put it back, or train again", RunsOnDisk.Refusal(() => folder.LoadNetwork(RunWeights.Best)));

        File.Delete(folder.ExperimentFile);
        Assert.Equal($"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", RunsOnDisk.Refusal(() => RunFolder.Open(folder.Path, _runs.Root)));
        Assert.Equal($"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", RunsOnDisk.Refusal(() => RunFolder.Open("little/1", _runs.Root)));
    }

    // Between the making of the first folder and its claim another process claims it.
    private sealed class DiskOfTwo : FileSystem
    {
        private bool _isTaken;

        public override void CreateDirectory(string path)
        {
            base.CreateDirectory(path);
            if (!_isTaken)
                File.WriteAllText(Path.Combine(path, "log.txt"), "of another");
            _isTaken = true;
        }
    }
}
