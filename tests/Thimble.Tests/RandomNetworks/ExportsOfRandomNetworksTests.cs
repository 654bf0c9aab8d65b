using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Thimble.Export;
using Thimble.Export.C;
using Thimble.Export.Onnx;
using NetworkGraph = Thimble.Graph.NetworkGraph;

namespace Thimble.Tests.RandomNetworks;

/// <summary>Random networks as ONNX, which ONNX Runtime computes, and as C, which gcc compiles with every check on.</summary>
public sealed class ExportsOfRandomNetworksTests : IDisposable
{
    private const int ImageCount = 4;
    private static readonly string[] StrictC =
        ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ONNX_Runtime_computes_the_engines_logits()
    {
        int loose = 0;
        NetworkSet.Check(random =>
        {
            TrainedNetwork trained = random.Trained();
            ImageDataset images = random.Images(ImageCount, trained.Description.Definition.ClassCount);
            RoundingOracle oracle = OracleOf(trained, images);
            loose += oracle.IsLoose ? 1 : 0;
            foreach (bool fold in (bool[])[false, true])
            {
                foreach (bool normalizes in (bool[])[true, false])
                {
                    float[] found = RunOnnx(trained, images, new(fold, normalizes));
                    oracle.AssertClose("logits", found, $"ONNX, {(fold ? "folded" : "as it is")}, {(normalizes ? "of pixels" : "of normalized images")}");
                }
            }
        });

        Assert.InRange(loose, 0, NetworkSet.Count / 10);
    }

    [Fact]
    public void C_computes_the_engines_logits()
    {
        // A compiler takes a tenth of a second a file, so not every network is compiled. Odd, and no multiple of 3: what a
        // network is drawn with goes by its number's remainders by 2, 3 and 4.
        const int Every = 11;
        const int AtOnce = 30;
        Assert.True(NetworkSet.Count < 300 || NetworkSet.KindsMissingIn(NetworkSet.All(Every)).Length == 0, $"No compiled network has: {string.Join(", ", NetworkSet.KindsMissingIn(NetworkSet.All(Every)))}");
        foreach (RandomNetwork[] some in NetworkSet.All(Every).Chunk(AtOnce))
        {
            try
            {
                CheckC(some);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.SkipException)
            {
                // One at a time, to find which.
                foreach (RandomNetwork one in some)
                {
                    if (FailureOf(one) is { } failure)
                        NetworkSet.Report(one, failure, network => { CheckC([network]); return true; });
                }

                throw;
            }
        }
    }

#pragma warning disable CA1031 // whatever goes wrong with a network is reported with the network
    private Exception? FailureOf(RandomNetwork network)
    {
        try
        {
            CheckC([network]);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
#pragma warning restore CA1031

    private static RoundingOracle OracleOf(TrainedNetwork trained, ImageDataset images) =>
        RoundingOracle.OfEvaluation(trained.Network, new(images, trained.Description.Normalization, firstSample: 0));

    private static float[] RunOnnx(TrainedNetwork trained, ImageDataset images, OnnxOptions options)
    {
        NetworkDescription description = trained.Description;
        byte[] model = OnnxBytes(trained, options);
        Shape shape = description.Definition.Input;
        float[] pixels = [.. Enumerable.Range(0, images.Count).SelectMany(image => options.NormalizesPixels
            ? images.Pixels(image).ToArray().Select(pixel => (float)pixel)
            : ChannelNormalization.Normalized(description.Normalization, shape, images.Pixels(image)))];
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, settings);
        var input = new DenseTensor<float>(pixels, [images.Count, shape.Channels, shape.Height, shape.Width]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.Single(), input)]);
        Tensor<float> logits = results.Single().AsTensor<float>();
        Assert.Equal([images.Count, description.Definition.ClassCount], logits.Dimensions.ToArray());
        return [.. logits];
    }

    private static byte[] OnnxBytes(TrainedNetwork trained, OnnxOptions options)
    {
        NetworkGraph graph = ExportGraph.Of(trained.Network);
        return OnnxFile.Model(trained.Description, options.Fold ? NormalizationFolding.Fold(graph, forward: true) : graph, options.NormalizesPixels);
    }

    // All of them as one program, in single precision and in whole numbers.
    private void CheckC(IReadOnlyList<RandomNetwork> networks)
    {
        foreach (string file in Directory.EnumerateFiles(_folder))
            File.Delete(file);
        var all = networks.Select(random => (Random: random, Trained: random.Trained()))
            .Select(one => (one.Random, one.Trained, Images: one.Random.Images(ImageCount, one.Trained.Description.Definition.ClassCount))).ToArray();
        var sources = new List<string> { Path.Combine(_folder, "main.c") };
        foreach ((RandomNetwork random, TrainedNetwork trained, ImageDataset images) in all)
        {
            byte[][] calibration = [.. Enumerable.Range(0, images.Count).Select(image => images.Pixels(image).ToArray())];
            sources.Add(CFiles.Write(trained, _folder, new($"f{random.Number}")).Source);
            sources.Add(CFiles.Write(trained, _folder, new($"i{random.Number}", calibration)).Source);
        }

        File.WriteAllText(sources[0], ProgramText([.. all.Select(one => (one.Random.Number, one.Images))]));
        string program = Path.Combine(_folder, "all");
        Run("gcc", [.. StrictC, .. sources, "-lm", "-o", program]);
        string output = Path.Combine(_folder, "logits");
        Run(program, [output]);
        Compare(all, MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)));
    }

    private static void Compare(
        IReadOnlyList<(RandomNetwork Random, TrainedNetwork Trained, ImageDataset Images)> all, ReadOnlySpan<float> found)
    {
        foreach ((RandomNetwork random, TrainedNetwork trained, ImageDataset images) in all)
        {
            int count = images.Count * trained.Description.Definition.ClassCount;
            OracleOf(trained, images).AssertClose("logits", found[..count], $"network {random.Number} as C");
            using var evaluator = new Evaluator(trained.Network, threads: 1);
            float[] expected = evaluator.Logits(images, trained.Description.Normalization);
            AssertNear(expected, found.Slice(count, count).ToArray(), random.Number);
            found = found[(2 * count)..];
        }

        Assert.Equal(0, found.Length);
    }

    // 8 bits a number lose some percent; what a forgotten scale or addend does is many times as large.
    private static void AssertNear(float[] expected, float[] found, int number)
    {
        double size = Math.Sqrt(expected.Average(logit => (double)logit * logit));
        double error = Math.Sqrt(expected.Zip(found, (first, second) => Math.Pow(first - second, 2)).Average());
        Assert.True(error <= 0.2 * size, $"network {number} in whole numbers is off by {error / size:p0}: {string.Join(' ', found.Take(6))}, not {string.Join(' ', expected.Take(6))}");
    }

    // Writes each network's logits of each image, as floats, and then those in whole numbers.
    private static string ProgramText(IReadOnlyList<(int Number, ImageDataset Images)> networks)
    {
        var text = new StringBuilder("#include <stdio.h>\n");
        foreach ((int number, _) in networks)
            text.Append(CultureInfo.InvariantCulture, $"#include \"f{number}.h\"\n#include \"i{number}.h\"\n");
        foreach ((int number, ImageDataset images) in networks)
        {
            IEnumerable<string> rows = Enumerable.Range(0, images.Count).Select(image => $"{{{string.Join(',', images.Pixels(image).ToArray())}}}");
            text.Append(CultureInfo.InvariantCulture, $"static const uint8_t images{number}[{images.Count}][F{number}_PIXELS] = {{{string.Join(",\n", rows)}}};\n");
        }

        text.Append("int main(int count, char **words)\n{\n    FILE *output = count == 2 ? fopen(words[1], \"wb\") : 0;\n    if (!output)\n        return 2;\n");
        foreach ((int number, ImageDataset images) in networks)
        {
            AppendLoop($"f{number}", "float", "1.0f", number, images.Count);
            AppendLoop($"i{number}", "int32_t", $"I{number}_LOGIT_SCALE", number, images.Count);
        }

        return text.Append("    return fclose(output) == 0 ? 0 : 2;\n}\n").ToString();

        void AppendLoop(string name, string type, string unit, int number, int count) => text.Append($$"""
                for (int image = 0; image < {{count}}; image++) {
                    {{type}} logits[{{name.ToUpperInvariant()}}_CLASSES];
                    int best = 0;
                    {{name}}_logits(images{{number}}[image], logits);
                    for (int i = 0; i < {{name.ToUpperInvariant()}}_CLASSES; i++) {
                        const float value = (float)logits[i] * {{unit}};
                        best = logits[i] > logits[best] ? i : best;
                        fwrite(&value, sizeof value, 1, output);
                    }
                    if ({{name}}_classify(images{{number}}[image]) != best)
                        return 1;
                }

            """.ReplaceLineEndings("\n"));
    }

    private static void Run(string program, string[] words)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true, UseShellExecute = false })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} ended with {process.ExitCode}: {errors}");
        }
        catch (Win32Exception)
        {
            Assert.SkipWhen(program == "gcc", "gcc is not on this machine");
            throw;
        }
    }
}
