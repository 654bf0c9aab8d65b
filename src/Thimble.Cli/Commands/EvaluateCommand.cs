using System.CommandLine;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble evaluate RUN</c>.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "A run's folder, its name (part3/2), an experiment's name for its best finished full run, or a weights file.",
        };
        Option<string> weights = WeightsOption.Create();
        var experiment = new NamedExperimentOptions();
        var logits = new Option<string?>("--logits")
        {
            Description = "Also write the logits of every image, and its label, as safetensors.",
            HelpName = "FILE",
        };
        Option<bool> force = OutputFiles.CreateForce();
        Option<int?> threads = TrainOptions.CreateThreads();
        var data = new DataOptions();
        var command = new Command("evaluate", "Look closer at a run: loss, accuracy, each class, which classes it confuses.")
        {
            run, weights, logits, force, threads,
        };
        experiment.AddTo(command);
        data.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble evaluate part3",
                "thimble evaluate part3/2 --weights best",
                "thimble evaluate runs/second --data ~/mnist",
                "thimble evaluate torch.safetensors --experiment part3",
                "thimble evaluate part3 --split test     the test images, after choosing on the validation images",
            ]);
        command.SetAction(words =>
        {
            string? file = words.GetValue(logits);
            OutputFiles.Check(words.GetValue(force), file);
            OutputFiles.CheckFolderOf(file);
            CommandEnvironment shown = environment.Beside(file);
            Subject subject = Find(
                shown, words.GetRequiredValue(run), WeightsOption.Read(words, weights), experiment.Read(words), data.Read(words));
            return Run(shown, subject, words.GetValue(threads), file);
        });
        return command;
    }

    private static int Run(CommandEnvironment environment, Subject subject, int? threads, string? logitsFile)
    {
        Dataset data = subject.Data;
        using var evaluator = new Evaluator(subject.Network, threads);
        float[] logits = evaluator.Logits(data.Evaluated, data.Normalization);
        if (logits.AsSpan().ContainsAny(float.NaN, float.PositiveInfinity, float.NegativeInfinity))
            throw new InvalidInputException($"{subject.Description}: the network's outputs for these images are too large to compute with; train the network again, with a lower learning rate");
        EvaluationResult result = Evaluator.Judge(logits, data.Evaluated.Labels, evaluator.Classes);

        LabelledLine.Write(environment, "Run", subject.Description);
        LabelledLine.Write(
            environment, "Data", $"{data.Name}, {data.Source}: {data.Evaluated.Count:N0} {data.EvaluatedSplit} images ({DataLine.Short(data.Evaluated.ContentHash)})");
        if (subject.Trained is not null)
            ShowDifference(environment, data, subject.Trained);
        LabelledLine.Write(environment, "Loss", $"{result.Loss:0.0000}");
        LabelledLine.Write(environment, "Accuracy", $"{100 * result.Accuracy:0.00##}% ({result.Correct:N0}/{result.Count:N0})");
        var confusion = ConfusionMatrix.Of(Prediction.All(logits, data.Evaluated), evaluator.Classes);
        if (ClassBalance.Of(confusion).InWords(confusion) is { } balance)
            LabelledLine.Write(environment, "Balanced", balance);
        if (subject.Calibration is { } calibration)
            LabelledLine.Write(environment, "Known", Known(calibration, data.Evaluated, logits));
        environment.Console.WriteLine();
        ConfusionDisplay.Show(environment.Console, confusion, subject.ClassNames);
        if (logitsFile is not null)
            LogitsFile.Write(logitsFile, logits, data.Evaluated);
        return ExitCode.Success;
    }

    private static string Known(Calibration calibration, ImageDataset images, float[] logits)
    {
        int refused = CalibrationMeasurement.CountRefused(calibration, images, logits);
        double error = CalibrationMeasurement.ExpectedError(images, logits, _ => calibration.Temperature);
        return $"{images.Count - refused:N0} images are recognized, {refused:N0} are not ({100.0 * refused / images.Count:0.00}%); probabilities are off by "
            + $"{100 * error:0.00} points on average";
    }

    private static Subject Find(CommandEnvironment environment, string pathOrName, RunWeights weights, NamedExperiment? experiment, DataChoice choice) =>
        StopSignal.During(cancellation => Find(environment, pathOrName, weights, experiment, choice, cancellation));

    private static Subject Find(
        CommandEnvironment environment, string pathOrName, RunWeights weights, NamedExperiment? experiment, DataChoice choice, CancellationToken cancellation)
    {
        if (File.Exists(pathOrName) || experiment is not null)
        {
            TrainedNetwork trained = WeightsOption.Load(environment, pathOrName, weights, experiment);
            ExperimentData named = new(trained.Description.DataName);
            return new(
                trained.Network, trained.Description.Calibration, trained.Description.ClassNames, choice.Resolve(pathOrName, trained.Description, named, DatasetSplits.Test, environment, cancellation), $"{pathOrName}: a weights file", null);
        }

        RunFolder run = RunFolder.Open(pathOrName);
        TrainedNetwork ofRun = run.LoadTrained(weights);
        Experiment experimentOfRun = run.LoadExperiment();
        RunEnvironment environmentOfRun = run.LoadEnvironment();
        Dataset data = choice.For(environmentOfRun)
            .Resolve(experimentOfRun.Name, ofRun.Description, experimentOfRun.Data, DatasetSplits.Test, environment, cancellation);
        string which = weights == RunWeights.Best
            ? $"best weights, an epoch picked by looking at the {environmentOfRun.EvaluatedSplit} images"
            : "final weights";
        return new(ofRun.Network, ofRun.Description.Calibration, ofRun.Description.ClassNames, data, $"{run.Path}: {which}{(run.Reason is { } reason ? $"; {reason}" : "")}", environmentOfRun);
    }

    private static void ShowDifference(CommandEnvironment environment, Dataset data, RunEnvironment trained)
    {
        if (data.Evaluated.ContentHash == trained.Evaluated.ContentHash)
            return;
        // Held out only now, of images that were all trained on.
        if (data.HeldOutOf?.ContentHash == trained.Train.ContentHash)
            LabelledLine.Write(environment, "Note", "the run was trained on these images, too: what they show is how well it knows what it has seen", "yellow");
        LabelledLine.Write(
            environment,
            "Note",
            $"not the images that the run was evaluated on: {trained.DataName}, {trained.Evaluated.Images:N0} {trained.EvaluatedSplit} images ({DataLine.Short(trained.Evaluated.ContentHash)})",
            "yellow");
    }

    /// <summary>What is evaluated, on what.</summary>
    /// <param name="Network">The network.</param>
    /// <param name="Calibration">What the weights say of their answers; null if nothing.</param>
    /// <param name="ClassNames">What its classes are called.</param>
    /// <param name="Data">The data.</param>
    /// <param name="Description">What it is, for people.</param>
    /// <param name="Trained">Where and on what a run ran; null for a weights file.</param>
    private sealed record Subject(
        Network Network, Calibration? Calibration, IReadOnlyList<string> ClassNames, Dataset Data, string Description, RunEnvironment? Trained);
}
