using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Data;
using Thimble.Evaluation;
using Thimble.Lab;
using Thimble.Networks;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble evaluate RUN</c>.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "A run's folder, its name (part3/2), or an experiment's name for its latest run.",
        };
        Option<string> weights = WeightsOption.Create();
        Option<int?> threads = TrainOptions.CreateThreads();
        var data = new DataOptions();
        var command = new Command("evaluate", "Look closer at a run: loss, accuracy, each class, what was taken for what.")
        {
            run, weights, threads,
        };
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble evaluate part3",
                "thimble evaluate part3/2 --weights best",
                "thimble evaluate runs/second --data ~/mnist",
                "thimble evaluate part3 --split test     the test images, after choosing on the validation images",
            ]);
        command.SetAction(words => Run(
            environment,
            RunFolder.Open(words.GetRequiredValue(run)),
            WeightsOption.Read(words, weights),
            words.GetValue(threads),
            data.Read(words)));
        return command;
    }

    private static int Run(CommandEnvironment environment, RunFolder run, RunWeights weights, int? threads, DataChoice choice)
    {
        Network network = run.LoadNetwork(weights);
        RunEnvironment trained = run.LoadEnvironment();
        Dataset data = FindData(environment, run, WithFolderOfRun(choice, trained));
        using var evaluator = new Evaluator(network, threads);
        float[] logits = evaluator.Logits(data.Test, data.Normalization);
        EvaluationResult result = Evaluator.Judge(logits, data.Test.Labels, evaluator.Classes);

        string which = weights == RunWeights.Best ? $"best weights, an epoch picked by looking at the {trained.EvaluatedSplit} images" : "final weights";
        LabelledLine.Write(environment, "Run", $"{run.Path}: {which}");
        LabelledLine.Write(
            environment, "Data", $"{data.Name}, {data.Source}: {data.Test.Count:N0} {data.EvaluatedSplit} images ({DataLine.Short(data.Test.ContentHash)})");
        ShowDifference(environment, data, trained);
        LabelledLine.Write(environment, "Loss", $"{result.Loss:0.0000}");
        LabelledLine.Write(environment, "Accuracy", $"{100 * result.Accuracy:0.00##}% ({result.Correct:N0}/{result.Count:N0})");
        environment.Console.WriteLine();
        IReadOnlyList<Prediction> predictions = Prediction.All(logits, data.Test);
        ConfusionDisplay.Show(environment.Console, ConfusionMatrix.Of(predictions, data.Test.ClassCount));
        return ExitCode.Success;
    }

    private static Dataset FindData(CommandEnvironment environment, RunFolder run, DataChoice choice)
    {
        using var stop = new StopSignal();
        return choice.Resolve(run.LoadExperiment(), environment, stop.Token).Data;
    }

    /// <summary>Files of one's own are found again where the run found them.</summary>
    private static DataChoice WithFolderOfRun(DataChoice choice, RunEnvironment trained)
    {
        bool isNeeded = choice is { Folder: null, Name: null } && trained.DataName == DatasetCatalogue.FilesName;
        return isNeeded ? choice with { Folder = trained.DataSource } : choice;
    }

    private static void ShowDifference(CommandEnvironment environment, Dataset data, RunEnvironment trained)
    {
        if (data.Test.ContentHash == trained.Test.ContentHash)
            return;
        LabelledLine.Write(
            environment,
            "Note",
            $"not the images that the run was evaluated on: {trained.DataName}, {trained.Test.Images:N0} {trained.EvaluatedSplit} images ({DataLine.Short(trained.Test.ContentHash)})",
            "yellow");
    }
}
