using System.Globalization;
using Thimble.Export.C;
using Thimble.Layers;

namespace Thimble.Tests.Export.C;

/// <summary>What a program does with an exported network besides asking for logits.</summary>
public sealed class CUseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("part 3")]
    [InlineData("every kind")]
    public void Two_networks_in_one_file_work_in_memory_that_is_given_to_them_and_touch_nothing_else(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, 2);
        CFiles.Write(trained, _folder, new("single"));
        CFiles.Write(trained, _folder, new("whole", [images.Pixels(0).ToArray()]));

        string answer = Compiled("""
            #include <stdio.h>
            #include <string.h>
            #include "single.c"
            #include "whole.c"

            enum { GUARD = 32 };

            static int differ(const void *a, const void *b, size_t size, const char *what)
            {
                if (memcmp(a, b, size) != 0)
                    printf("%s differ\n", what);
                return 0;
            }

            int main(void)
            {
                static uint8_t pixels[2][WHOLE_PIXELS];
                static union { int32_t aligned; uint8_t bytes[2 * GUARD + SINGLE_MEMORY_BYTES + WHOLE_MEMORY_BYTES]; } memory[2];
                float single[2][SINGLE_CLASSES], in_single[SINGLE_CLASSES];
                int32_t whole[2][WHOLE_CLASSES], in_whole[WHOLE_CLASSES];
                int i, j;
                if (fread(pixels, 1, sizeof pixels, stdin) != sizeof pixels)
                    return 2;
                for (i = 0; i < 2; i++) {
                    single_logits(pixels[i], single[i]);
                    whole_logits(pixels[i], whole[i]);
                }
                for (i = 1; i >= 0; i--) {
                    memset(memory, 0xA5, sizeof memory);
                    single_logits_in(memory[0].bytes + GUARD, pixels[i], in_single);
                    whole_logits_in(memory[1].bytes + GUARD, pixels[i], in_whole);
                    differ(in_single, single[i], sizeof in_single, "logits in single precision");
                    differ(in_whole, whole[i], sizeof in_whole, "logits in whole numbers");
                    for (j = 0; j < (int)sizeof memory[0].bytes; j++)
                        if (j < GUARD || j >= GUARD + SINGLE_MEMORY_BYTES)
                            if (memory[0].bytes[j] != 0xA5)
                                printf("byte %d beside the first memory\n", j);
                    for (j = 0; j < (int)sizeof memory[1].bytes; j++)
                        if (j < GUARD || j >= GUARD + WHOLE_MEMORY_BYTES)
                            if (memory[1].bytes[j] != 0xA5)
                                printf("byte %d beside the second memory\n", j);
                }
                puts("done");
                return 0;
            }
            """,
            [.. images.Pixels(0), .. images.Pixels(1)],
            "-fsanitize=address,undefined",
            "-fno-sanitize-recover=all");

        Assert.Equal("done\n", answer);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2.5f)]
    [InlineData(true, 0.4f)]
    public void The_best_classes_and_how_probable_they_are(bool isWhole, float temperature)
    {
        var network = new Network(new(new(1, 12, 12), new Conv2d(6, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(7)), seed: 5);
        // Logits that are some apart.
        Span<float> values = network.Values;
        for (int i = 0; i < values.Length; i++)
            values[i] *= 4;
        ImageDataset images = ExportedNetworks.Images(new(network, new(network.Definition, Normalization.Mnist, "")), 12);
        Calibration calibration = new(temperature, -1e6f, CalibrationFit.UsualLimits(images, 7));
        var trained = new TrainedNetwork(network, new(network.Definition, Normalization.Mnist, "") { Calibration = calibration });
        CFiles.Write(trained, _folder, new("net", isWhole ? [.. Enumerable.Range(0, 12).Select(i => images.Pixels(i).ToArray())] : null));

        string answer = Compiled($$"""
            #include <stdio.h>
            #include "net.c"

            int main(void)
            {
                static uint8_t pixels[NET_PIXELS];
                while (fread(pixels, 1, sizeof pixels, stdin) == sizeof pixels) {
                    {{(isWhole ? "int32_t" : "float")}} logits[NET_CLASSES];
                    int classes[NET_CLASSES], i;
                    net_logits(pixels, logits);
                    net_top(logits, NET_CLASSES, classes);
                    if (classes[0] != net_classify(pixels))
                        return 1;
                    for (i = 0; i < NET_CLASSES; i++)
                        printf("%d %d %.9g\n", classes[i], net_confidence(logits, classes[i]), (double)logits[classes[i]]);
                }
                return 0;
            }
            """,
            [.. Enumerable.Range(0, 12).SelectMany(i => images.Pixels(i).ToArray())]);

        double unit = isWhole ? UnitIn(File.ReadAllText(Path.Combine(_folder, "net.h"))) : 1;
        double[][] rows = [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(12 * 7, rows.Length);
        foreach (double[][] image in rows.Chunk(7))
        {
            Assert.Equal(Enumerable.Range(0, 7), image.Select(row => (int)row[0]).Order());
            Assert.Equal(image.Select(row => row[2]).OrderDescending(), image.Select(row => row[2]));
            double[] shares = [.. image.Select(row => Math.Exp((row[2] - image[0][2]) * unit / temperature))];
            Assert.All(image.Zip(shares), pair => Assert.InRange(pair.First[1] - (100 * pair.Second / shares.Sum()), -0.9, 0.9));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_project_builds_and_passes_its_own_test_and_fails_it_with_another_weight(bool isWhole)
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        ImageDataset images = ExportedNetworks.Images(trained, 3);
        var options = new CExportOptions("net", isWhole ? [images.Pixels(0).ToArray()] : null) { IsProject = true, Accuracy = "99.50% in 8 bits" };

        CSummary summary = CFiles.Write(trained, _folder, options);

        Assert.Contains("Accuracy: 99.50% in 8 bits.", File.ReadAllText(summary.Header), StringComparison.Ordinal);
        Assert.Equal(CFiles.PathsOf(_folder, options).Order(), Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order());
        string program = Path.Combine(_folder, "classify");
        string[] sources = [Path.Combine(_folder, "main.c"), Path.Combine(_folder, "src", "net_self_test.c")];
        Gcc.Run("gcc", [.. Gcc.Strict, "-I", Path.Combine(_folder, "src"), .. sources, summary.Source, "-lm", "-o", program]);
        Gcc.Run(program, ["self-test"]);
        using var classifier = new Classifier(trained, threads: 1);
        if (!isWhole)
            Assert.Equal($"{classifier.Classify(images.Pixels(0)).Class}\n", Gcc.Answers(program, images.Pixels(0).ToArray()));

        // The first weight of the first layer, in the source only.
        string source = File.ReadAllText(summary.Source);
        int table = source.IndexOf("_weight", source.IndexOf("static const NET_TABLE", StringComparison.Ordinal), StringComparison.Ordinal);
        int number = source.IndexOf("    ", table, StringComparison.Ordinal);
        File.WriteAllText(summary.Source, source.Insert(number + 4, "9 + "));
        Gcc.Run("gcc", [.. Gcc.Strict, "-I", Path.Combine(_folder, "src"), .. sources, summary.Source, "-lm", "-o", program]);
        Assert.Contains("ended with 1", Gcc.Errors(program, ["self-test"]), StringComparison.Ordinal);
    }

    private static double UnitIn(string header) => double.Parse(
        header.Split('\n').Single(line => line.StartsWith("#define NET_LOGIT_SCALE ", StringComparison.Ordinal)).Split(' ')[2].TrimEnd('f'), CultureInfo.InvariantCulture);

    private string Compiled(string text, byte[] input, params string[] words)
    {
        File.WriteAllText(Path.Combine(_folder, "main.c"), text);
        string program = Path.Combine(_folder, "program");
        Gcc.Run("gcc", [.. Gcc.Strict, .. words, Path.Combine(_folder, "main.c"), "-lm", "-o", program]);
        return Gcc.Answers(program, input);
    }
}
