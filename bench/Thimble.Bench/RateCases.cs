using Thimble.Lab;
using Thimble.Pictures;

namespace Thimble.Bench;

/// <summary>An experiment and its data, for which a learning rate is suggested.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Data">All its data.</param>
internal sealed record RateCase(Experiment Experiment, Dataset Data);

/// <summary>The built-in experiments, and experiments in files, each with its data.</summary>
internal static class RateCases
{
    private const int Made = 3000;
    private const int Patch = 4;

    /// <summary>Finds the cases one after the other.</summary>
    /// <param name="only">Built-in experiments whose names contain this.</param>
    /// <param name="files">Experiments on data of your own, as 'thimble new' writes them.</param>
    /// <param name="dataFolder">The folder with MNIST's files; null to look where Thimble looks.</param>
    public static IEnumerable<RateCase> All(string only, IReadOnlyList<string> files, string? dataFolder)
    {
        foreach (string file in files)
            yield return OfFile(ExperimentCatalogue.Load(file));
        foreach (string name in ExperimentCatalogue.Names.Where(name => name.Contains(only, StringComparison.Ordinal)))
        {
            Experiment experiment = ExperimentCatalogue.Load(name);
            // CIFAR-10 and the spoken words cannot be taken along.
            Dataset data = experiment.Data.Name == "mnist" ? new DatasetCatalogue().Open("mnist", dataFolder) : MadeImages(experiment.Network);
            yield return new(experiment, data);
        }
    }

    private static RateCase OfFile(Experiment experiment)
    {
        string path = Path.GetFullPath(experiment.Data.Path ?? throw new InvalidInputException($"{experiment.Source}: the data has no path"), Path.GetDirectoryName(Path.GetFullPath(experiment.Source))!);
        SourceContent content = DataSources.Recognize(path) ?? throw new InvalidInputException($"{path}: there is no data here");
        Dataset data = content.Read(new SourceRequest(experiment.Network.Input, experiment.Data.Preparation));
        return new(experiment, experiment.Data.Apply(data));
    }

    /// <summary>The same images in an order drawn once: folders are read class by class, and the first of a set have to be of all classes.</summary>
    public static Dataset Mixed(Dataset data)
    {
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, RandomPlace.Split);
        return data with
        {
            Train = data.Train.Select(random.Draw(data.Train.Count, data.Train.Count)),
            Evaluated = data.Evaluated.Select(random.Draw(data.Evaluated.Count, data.Evaluated.Count)),
        };
    }

    /// <summary>Images of blocks: a pattern for each class, moved by up to a block, in noise that hides much of it.</summary>
    private static Dataset MadeImages(NetworkDefinition network)
    {
        return new(Split("train", 1, Made), Split(Dataset.TestName, 1 + Made, Made), new Normalization(0.5f, 0.25f), "made");

        ImageDataset Split(string name, int first, int count)
        {
            byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % network.ClassCount))];
            byte[] pixels = [.. Enumerable.Range(0, count).SelectMany(i => Image(network.Input, labels[i], first + i))];
            return new("made", name, network.Input, network.ClassCount, pixels, labels);
        }
    }

    private static IEnumerable<byte> Image(Shape shape, int label, int number)
    {
        var pattern = new KeyedRandom(seed: 1, epoch: 0, label, RandomPlace.Probe);
        var noise = new KeyedRandom(seed: 1, epoch: 1, number, RandomPlace.Probe);
        int right = noise.Below(shape.Size, Patch);
        int down = noise.Below(shape.Size + 1, Patch);
        for (int i = 0; i < shape.Size; i++)
        {
            (int channel, int place) = Math.DivRem(i, shape.PlaneSize);
            (int row, int column) = Math.DivRem(place, shape.Width);
            int block = (((channel * 64) + ((row + down) / Patch)) * 64) + ((column + right) / Patch);
            yield return (byte)Math.Clamp(128 + pattern.Uniform(block, -24, 24) + noise.Uniform(i, -110, 110), 0, 255);
        }
    }
}
