using Thimble.Lab.Proposals;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>Experiments that are proposed for somebody's data.</summary>
public sealed class ExperimentProposalTests : IDisposable
{
    private readonly PictureFolders _folders = new();

    /// <inheritdoc/>
    public void Dispose() => _folders.Dispose();

    [Theory]
    // Counted by hand; one channel more in the first stage has 20,675, 3,207 and 1,743. The last is taken apart.
    [InlineData(20_000, 17_483)]
    [InlineData(3_000, 2_031)]
    [InlineData(1_300, 1_138)]
    public void The_network_is_the_widest_below_the_budget(int parametersBelow, int expected)
    {
        Experiment experiment = Propose(28, new("mine", ParametersBelow: parametersBelow)).Experiment;

        Assert.Equal(expected, experiment.Network.ParameterCount);
        Assert.Equal(parametersBelow, experiment.Budget.ParametersBelow);
        Assert.Equal((new Shape(1, 28, 28), 2), (experiment.Network.Input, experiment.Network.ClassCount));
    }

    [Fact]
    public void A_budget_that_no_network_of_the_family_meets_is_refused() => Assert.StartsWith(
        "a budget of fewer than 100 parameters: the smallest network that is proposed for 2 classes has ",
        Assert.Throws<InvalidInputException>(() => Propose(28, new("mine", ParametersBelow: 100))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(5, 8)]
    [InlineData(28, 28)]
    [InlineData(31, 28)]
    [InlineData(33, 32)]
    [InlineData(300, 64)]
    public void The_input_is_as_large_as_the_pictures_up_to_a_limit(int side, int expected) =>
        Assert.Equal(new Shape(1, expected, expected), Propose(side, new("mine")).Experiment.Network.Input);

    [Fact]
    public void A_fifth_is_held_out_where_there_are_no_test_pictures()
    {
        ExperimentProposal proposal = Propose(8, new("mine"));

        Assert.Equal(new ValidationSplit(8, 1), proposal.Experiment.Data.Validation);
        Assert.Equal(("pictures", _folders.Root), (proposal.Experiment.Data.Name, proposal.Experiment.Data.Path));
        Assert.Contains("# It brings no images to evaluate on: 8 of the training images, a fifth of each class, are held out", proposal.Yaml);
    }

    [Fact]
    public void Test_pictures_are_used()
    {
        _folders.AddTwoClasses(30, "train").AddTwoClasses(5, "test");

        Experiment experiment = ExperimentProposal.For(DataSources.Recognize(_folders.Root)!, new("mine")).Experiment;

        Assert.Null(experiment.Data.Validation);
        Assert.Equal((8, 60), (experiment.Recipe.BatchSize, experiment.Recipe.Epochs));
    }

    [Fact]
    public void What_is_asked_for_is_in_the_file_and_the_file_reads_back()
    {
        ExperimentProposal proposal = Propose(8, new("mine", Accuracy: 0.955, Epochs: 7, Seed: 9, Path: "../my \"own\" pictures")).WithRate(0.031);

        Experiment read = Experiments.Read(proposal.Yaml);

        Assert.Equal((0.955, 7, 7, 9UL), (read.Budget.Accuracy, read.Budget.Epochs, read.Recipe.Epochs, read.Seed));
        Assert.Equal((0.031, "../my \"own\" pictures"), (read.Recipe.Optimizer.LearningRate, read.Data.Path));
        Assert.All(proposal.Yaml.Split('\n').Where(line => line.TrimStart().StartsWith('#')), line => Assert.InRange(line.Length, 0, 110));
    }

    [Fact]
    public void The_rate_is_measured_on_the_data()
    {
        ExperimentProposal proposal = Propose(8, new("mine"));
        Dataset data = proposal.Experiment.Data.Apply(DataSources.Recognize(_folders.Root)!.Read(new(proposal.Experiment.Network.Input)));

        ExperimentProposal one = proposal.WithMeasuredRate(proposal.Experiment, data, threads: 1);
        ExperimentProposal two = proposal.WithMeasuredRate(proposal.Experiment, data, threads: 2);

        Assert.Equal(one.Yaml, two.Yaml);
        Assert.Contains("what short runs on this data suggested", one.Yaml.ReplaceLineEndings(" ").Replace(" # ", " "));
        Assert.True(one.HasMeasuredRate);
    }

    [Fact]
    public void Where_no_rate_can_be_measured_the_usual_one_is_called_so()
    {
        ExperimentProposal proposal = Propose(8, new("mine")).WithRate(null);

        Assert.Contains("The rate is the usual one", proposal.Yaml.ReplaceLineEndings(" ").Replace("  # ", " ").Replace(" # ", " "));
        Assert.False(proposal.HasMeasuredRate);
        Assert.Equal(0.05, proposal.Experiment.Recipe.Optimizer.LearningRate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Too_few_images_to_train_and_to_judge_by_are_refused(int images)
    {
        _folders.AddTwoClasses(9);

        Assert.Equal(
            $"{_folders.Root}: {(images == 1 ? "1 image" : "3 images")} of 2 classes are too few to train on; take at least 4",
            Assert.Throws<InvalidInputException>(() => ExperimentProposal.For(DataSources.Recognize(_folders.Root)!, new("mine", TrainImages: images))).Message);
    }

    [Fact]
    public void Pictures_that_cannot_be_read_are_refused()
    {
        _folders.Write("a/1.png", [1]).Write("a/2.png", [3]).Write("b/1.png", [2]).Write("b/2.png", [4]);

        Assert.StartsWith(
            $"{_folders.Root}: none of the pictures that were looked at can be read; the first: {_folders["a/1.png"]}: not a",
            Assert.Throws<InvalidInputException>(() => ExperimentProposal.For(DataSources.Recognize(_folders.Root)!, new("mine"))).Message,
            StringComparison.Ordinal);
    }

    private ExperimentProposal Propose(int side, ProposalOptions options)
    {
        for (int i = 0; i < 20; i++)
            _folders.Add($"a/{i}.png", (byte)i, side, side).Add($"b/{i}.png", (byte)(200 + i), side, side + 3);
        return ExperimentProposal.For(DataSources.Recognize(_folders.Root)!, options);
    }
}
