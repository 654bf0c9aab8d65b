using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Plots;
using Thimble.Lab.Proposals;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble data PATH --show-augmented FILE</c>: what a network sees of the images in training.</summary>
internal static class AugmentedSheet
{
    private const int Images = 8;
    private const int Versions = 8;

    /// <summary>Draws the sheet.</summary>
    /// <param name="environment">Where it is told.</param>
    /// <param name="path">Where the images are; null for those of the experiment.</param>
    /// <param name="nameOrFile">The experiment; null for the one that would be proposed for the images.</param>
    /// <param name="file">The picture to write.</param>
    /// <param name="overwrites">Whether it may replace a file.</param>
    public static int Draw(CommandEnvironment environment, string? path, string? nameOrFile, string file, bool overwrites)
    {
        OutputFiles.Check(overwrites, file);
        OutputFiles.CheckFolderOf(file);
        Experiment written = nameOrFile is not null ? ExperimentCatalogue.Load(nameOrFile) : Proposed(path);
        (Experiment experiment, Dataset data) = StopSignal.During(cancellation => new DataChoice(path).Resolve(written, environment, cancellation));
        var sheet = ContactSheet.Of(data, experiment.Recipe, experiment.Seed, Images, Versions);
        byte[] png = sheet.ToPng();
        AtomicFile.Write(file, stream => stream.Write(png));
        CommandEnvironment shown = environment.Beside(file);
        LabelledLine.Write(shown, "Written", $"{file}: a row an image; first as it is, then as it looks in each of the first {Versions} epochs{(experiment.Recipe.Augmentation.Mixes ? ", with what is mixed in below" : "")}");
        return ExitCode.Success;
    }

    private static Experiment Proposed(string? path)
    {
        if (path is not null && ProposedExperiment.Find(path) is { } content)
            return ExperimentProposal.For(content, new(ProposedExperiment.NameOf(path))).Experiment;
        throw new InvalidInputException("data: --show-augmented needs pictures in folders, or an experiment that says what is done with the images; name it with --experiment");
    }
}
