using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>A training run between two epochs, as a safetensors file in the run's folder.</summary>
internal static class CheckpointFile
{
    private const string Weights = "weights";
    private const string Buffers = "running_statistics";
    private const string Optimizer = "optimizer.";
    private const string AverageWeights = "average.weights";
    private const string AverageBuffers = "average.running_statistics";
    private const string LateImages = "late_mistakes.images";
    private const string LateClasses = "late_mistakes.classes";
    private const string LateConfidence = "late_mistakes.confidence";

    /// <summary>Writes a checkpoint aside and then puts it in the place of the one before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="experiment">The text of the experiment that it belongs to.</param>
    /// <param name="version">The version of Thimble that trained it.</param>
    /// <param name="files">Where it is written; the disk if null.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingCheckpoint checkpoint, byte[] experiment, string version, FileSystem? files = null)
    {
        List<SafetensorsTensor> tensors =
        [
            Tensor(Weights, checkpoint.Values),
            Tensor(Buffers, checkpoint.BufferValues),
            .. checkpoint.OptimizerState.Select((state, index) => Tensor($"{Optimizer}{index}", state)),
        ];
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["thimble.version"] = version,
            ["thimble.experiment_sha256"] = Hash(experiment),
            ["thimble.epoch"] = $"{checkpoint.Epoch}",
            ["thimble.batches_tracked"] = $"{checkpoint.BatchesTracked}",
            ["thimble.optimizer_steps"] = $"{checkpoint.OptimizerSteps}",
        };
        if (checkpoint.Average is { } average)
        {
            tensors.AddRange([Tensor(AverageWeights, average.Values), Tensor(AverageBuffers, average.BufferValues)]);
            metadata["thimble.average_steps"] = $"{average.Steps}";
        }

        if (checkpoint.LateMistakes is { } late)
        {
            tensors.AddRange(
            [
                Tensor(LateImages, [.. late.Images.Select(image => image.Index)]),
                Tensor(LateClasses, [.. late.Images.Select(image => image.Class)]),
                Tensor(LateConfidence, [.. late.Images.Select(image => image.Confidence)]),
            ]);
            metadata["thimble.late_epochs"] = $"{late.Epochs}";
        }

        metadata["thimble.sha256"] = Hash(tensors);
        SafetensorsFile.Write(path, tensors, metadata, files);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="experiment">The text of the experiment as it is now.</param>
    /// <returns>The checkpoint, and the version of Thimble that trained it.</returns>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or of another experiment.</exception>
    public static (TrainingCheckpoint Checkpoint, string Version) Read(string path, byte[] experiment)
    {
        var file = SafetensorsFile.Read(path);
        if (Text(path, file, "experiment_sha256") != Hash(experiment))
            throw new InvalidInputException($"{path}: the run's experiment.yaml has been changed since it was trained; undo that, or train again");
        if (Text(path, file, "sha256") != Hash(file.Tensors))
            throw Damaged(path, "its numbers have changed since they were written");
        Dictionary<string, SafetensorsTensor> tensors = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        AverageCheckpoint? average = tensors.ContainsKey(AverageWeights)
            ? new(Floats(path, tensors, AverageWeights), Floats(path, tensors, AverageBuffers), (int)Number(path, file, "average_steps"))
            : null;
        int states = tensors.Keys.Count(name => name.StartsWith(Optimizer, StringComparison.Ordinal));
        var checkpoint = new TrainingCheckpoint(
            (int)Number(path, file, "epoch"),
            Floats(path, tensors, Weights),
            Floats(path, tensors, Buffers),
            Number(path, file, "batches_tracked"),
            [.. Enumerable.Range(0, states).Select(index => Floats(path, tensors, $"{Optimizer}{index}"))],
            (int)Number(path, file, "optimizer_steps"),
            average)
        {
            LateMistakes = tensors.ContainsKey(LateImages) ? LateMistakesIn(path, file, tensors) : null,
        };
        return (checkpoint, Text(path, file, "version"));
    }

    private static LateMistakes LateMistakesIn(string path, SafetensorsFile file, Dictionary<string, SafetensorsTensor> tensors)
    {
        int[] images = Whole(path, tensors, LateImages);
        int[] classes = Whole(path, tensors, LateClasses);
        float[] confidence = Floats(path, tensors, LateConfidence);
        bool isSound = images.Length == classes.Length && images.Length == confidence.Length
            && images.Zip(images.Skip(1)).All(pair => pair.First < pair.Second) && images.Concat(classes).All(number => number >= 0);
        return isSound
            ? new((int)Number(path, file, "late_epochs"), [.. images.Select((image, i) => new LateMistake(image, classes[i], confidence[i]))])
            : throw Damaged(path, "its late mistakes do not fit together");
    }

    private static SafetensorsTensor Tensor(string name, int[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * sizeof(int)), values[i]);
        return new(name, SafetensorsType.I32, [values.Length], bytes);
    }

    private static int[] Whole(string path, Dictionary<string, SafetensorsTensor> tensors, string name)
    {
        if (!tensors.TryGetValue(name, out SafetensorsTensor? tensor) || tensor.Type != SafetensorsType.I32)
            throw Damaged(path, $"it has no numbers called '{name}'");
        return [.. Enumerable.Range(0, tensor.Data.Length / sizeof(int)).Select(i => BinaryPrimitives.ReadInt32LittleEndian(tensor.Data.Span[(i * sizeof(int))..]))];
    }

    private static SafetensorsTensor Tensor(string name, float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return new(name, SafetensorsType.F32, [values.Length], bytes);
    }

    private static float[] Floats(string path, Dictionary<string, SafetensorsTensor> tensors, string name)
    {
        if (!tensors.TryGetValue(name, out SafetensorsTensor? tensor) || tensor.Type != SafetensorsType.F32)
            throw Damaged(path, $"it has no numbers called '{name}'");
        float[] values = new float[tensor.Data.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(tensor.Data.Span[(i * sizeof(float))..]);
        return values;
    }

    private static string Text(string path, SafetensorsFile file, string key) =>
        file.Metadata.GetValueOrDefault($"thimble.{key}") ?? throw Damaged(path, $"it does not say its {key}");

    private static long Number(string path, SafetensorsFile file, string key) =>
        long.TryParse(Text(path, file, key), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= int.MaxValue
            ? number
            : throw Damaged(path, $"its {key} is no count");

    private static InvalidInputException Damaged(string path, string problem) => new($"{path}: damaged: {problem}; train again");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Hash(IEnumerable<SafetensorsTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SafetensorsTensor tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
            hash.AppendData(tensor.Data.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
