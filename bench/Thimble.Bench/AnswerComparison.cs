using System.Text.Json;
using Thimble.Export.Onnx;
using Thimble.Lab;

namespace Thimble.Bench;

/// <summary>
/// Lets Thimble and ONNX Runtime answer in turn, each in a process of its own and with the same network, which is exported
/// for it; prints the ratios.
/// </summary>
internal static class AnswerComparison
{
    private static readonly (string Name, string Unit, Func<JsonElement, double> Speed)[] Figures =
    [
        ("batches", "images/s", answer => answer.GetProperty("batch_images_per_second").GetDouble()),
        ("one image", "images/s", answer => 1e6 / answer.GetProperty("single_image_microseconds").GetDouble()),
    ];

    /// <summary>Compares.</summary>
    /// <param name="runs">Trained networks: a run's folder, its name, or a weights file; NAME=RUN gives it a name.</param>
    /// <param name="batch">Images a batch.</param>
    /// <param name="threads">Threads of each program.</param>
    /// <param name="pairs">Alternating pairs of processes.</param>
    /// <param name="modules">A folder with npm's onnxruntime-node installed in it.</param>
    /// <param name="node">The program that runs JavaScript.</param>
    public static void Run(string[] runs, int batch, int threads, int pairs, string modules, string node)
    {
        ProgramPair.PrintHead(
            $"{threads} threads, batches of {batch:N0}, median of {pairs} alternating pairs of processes (lowest to highest ratio)", "ONNX Runtime");
        string folder = Directory.CreateTempSubdirectory("thimble-answers-").FullName;
        try
        {
            foreach (string run in runs)
            {
                (string name, string path) = run.Split('=', 2) is [var given, var rest] ? (given, rest) : (run, run);
                Compare(name, path, Path.Combine(folder, "network"), batch, threads, pairs, modules, node);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string name, string run, string file, int batch, int threads, int pairs, string modules, string node)
    {
        TrainedNetwork trained = TrainedNetworks.Load(run);
        trained.Save($"{file}.safetensors");
        // What flatters the peer: normalizations folded where they can be, and inputs that are normalized already.
        OnnxFile.Write(trained, $"{file}.onnx", new OnnxOptions(Fold: true, NormalizesPixels: false));
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "onnxruntime_answers.mjs");
        var pair = ProgramPair.Run(
            pairs,
            node,
            $"\"{script}\" --modules \"{Path.GetFullPath(modules)}\" --model \"{file}.onnx\" --threads {threads} --batch {batch}",
            $"answer \"{file}.safetensors\" --threads {threads} --batch {batch}");
        foreach ((string work, string unit, Func<JsonElement, double> speed) in Figures)
            pair.PrintRow(name, $"{work}, {unit}", speed);
    }
}
