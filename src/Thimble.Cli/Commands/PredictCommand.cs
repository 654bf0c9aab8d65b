using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Pictures;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble predict RUN IMAGE…</c>.</summary>
internal static class PredictCommand
{
    private const string Note = """
        A picture is made ready as the images were that the network was trained on; its weights file says how. As "digit", MNIST's way:
        found dark on light or light on dark, cropped to its ink, scaled into 20×20 with its proportions kept, centred by mass in
        28×28. As "whole": all of it scaled to the network's input, neither cropped nor inverted. As "fit": the same with its
        proportions kept, between two borders. As "crop": its middle. --preparation chooses.
        --raw takes the pixels of a picture that has the input's size.
        A picture that is unlike everything that the network was trained on is answered with "unknown" and the nearest class, and the exit
        code is 5. Of the pictures that it should know, about 1 in 100 are: "thimble evaluate" counts them.
        A picture that cannot be read is one line on the error stream; the others are answered, and the exit code is 2. What is odd
        about one that can be read is a line there, too.
        """;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "A run's folder, its name (part3/2), an experiment's name for its best finished full run, or a weights file.",
        };
        var images = new Argument<string[]>("IMAGE")
        {
            Description = $"{PictureFile.Formats} files, folders of them, or - for one on the standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int?> top = NumberOption.Create("--top", "Show N classes of each image, the likeliest first; 1 by default.", 1, 1000);
        var raw = new Option<bool>("--raw") { Description = "Take the pixels as they are, upright; the picture has to have the size of the network's input." };
        Option<string?> preparation = PreparationOption.Create();
        var show = new Option<bool>("--show") { Description = "Draw what the network sees." };
        var json = new Option<bool>("--json") { Description = "JSON, for other programs." };
        Option<string> weights = WeightsOption.Create();
        var experiment = new NamedExperimentOptions();
        var command = new Command("predict", $"Say what pictures show: {PictureFile.Formats} files.") { run, images, top, preparation, raw, show, json, weights };
        experiment.AddTo(command);
        HelpWithExamples.AddTo(
            command,
            [
                "thimble predict sprint seven.png",
                "thimble predict part3/2 scans/ --top 3 --show",
                "thimble predict final.safetensors - --json < seven.png",
            ],
            Note);
        command.Validators.Add(result =>
        {
            if (result.GetValue(raw) && result.GetValue(preparation) is not null)
                result.AddError("--raw takes pixels as they are; leave --preparation out");
        });
        command.SetAction(words =>
        {
            string source = words.GetRequiredValue(run);
            var settings = new PredictSettings(words.GetValue(top) ?? 1, words.GetValue(raw), words.GetValue(show), words.GetValue(json));
            TrainedNetwork trained = PreparationOption.Apply(
                words, preparation, WeightsOption.Load(environment, source, WeightsOption.Read(words, weights), experiment.Read(words)));
            if (!settings.IsRaw)
                PreparationOption.TellAssumption(environment, source, trained.Description);
            return Run(environment, trained, [.. PictureSource.Of(words.GetRequiredValue(images))], settings);
        });
        return command;
    }

    private static int Run(CommandEnvironment environment, TrainedNetwork trained, PictureSource[] sources, PredictSettings settings)
    {
        using var classifier = new Classifier(trained, threads: 1);
        PicturePreparation.CheckTakesPictures(classifier.InputShape);
        if (sources.Count(source => source.Name == PictureSource.StandardInput) > 1)
            throw new InvalidInputException("the standard input is one picture; give - once");
        var recognized = new List<RecognizedPicture>();
        foreach (PictureSource source in sources)
        {
            recognized.Add(Recognize(environment, classifier, trained.Description.Preparation, source, settings));
            if (recognized[^1].Problem is { } problem)
                environment.Error.WriteLine($"thimble: {problem.ReplaceLineEndings(" ")}");
        }

        if (settings.IsJson)
            environment.Output.WriteLine(RecognitionJson.Of(recognized));
        else
            RecognitionDisplay.Show(environment, classifier.InputShape, recognized, settings);
        return recognized.Exists(picture => picture.Problem is not null) ? ExitCode.InvalidInput
            : recognized.TrueForAll(picture => picture.IsRecognized) ? ExitCode.Success : ExitCode.NotRecognized;
    }

    private static RecognizedPicture Recognize(
        CommandEnvironment environment, Classifier classifier, PicturePreparation preparation, PictureSource source, PredictSettings settings)
    {
        try
        {
            Picture picture = source.Read(environment);
            foreach (string note in picture.Notes)
                environment.Error.WriteLine($"thimble: {source.Name}: {note}");
            PreparedPicture prepared = settings.IsRaw
                ? PreparedPicture.Raw(picture, classifier.InputShape, source.Name)
                : preparation.Prepare(picture, classifier.InputShape, source.Name);
            float[] probabilities = new float[classifier.ClassCount];
            Classification answer = classifier.Classify(prepared.Pixels, probabilities);
            if (!probabilities.All(float.IsFinite))
                throw new InvalidInputException($"{source.Name}: the network's outputs for it are too large to compute with; train the network again, with a lower learning rate");
            return new(
                source.Name,
                prepared,
                [
                    .. probabilities.Select((probability, index) => new NamedOpinion(index, classifier.ClassNames[index], probability))
                        .OrderByDescending(opinion => opinion.Probability).Take(settings.Top),
                ],
                answer.IsRecognized);
        }
        catch (InvalidInputException refusal)
        {
            return new(source.Name, null, [], Problem: Advice.MessageOf(refusal));
        }
    }
}
