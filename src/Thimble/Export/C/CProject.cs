using System.Globalization;

namespace Thimble.Export.C;

/// <summary>
/// What a firmware project wants besides the two files of a network: a test that it computes what it should on this device, a program that uses it,
/// and what Arduino, PlatformIO and make read.
/// </summary>
internal static class CProject
{
    private const int TestImages = 3;

    /// <summary>The paths of all files, those of the header and the source first.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="name">The network's name in C.</param>
    public static IReadOnlyList<string> PathsOf(string folder, string name) =>
    [
        Path.Combine(folder, "src", $"{name}.h"), Path.Combine(folder, "src", $"{name}.c"), Path.Combine(folder, "src", $"{name}_self_test.c"),
        Path.Combine(folder, "main.c"), Path.Combine(folder, "Makefile"), Path.Combine(folder, "library.properties"), Path.Combine(folder, "library.json"),
        Path.Combine(folder, "examples", "classify", "classify.ino"),
    ];

    /// <summary>The texts of all files but the first two, in the same order.</summary>
    /// <param name="trained">The network.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="logit">The type of a logit.</param>
    public static IReadOnlyList<string> Texts(TrainedNetwork trained, CExportOptions options, string logit) =>
        [.. new[] { SelfTest(trained, options, logit), Main, Makefile, Properties, Json, Arduino }.Select(text => Named(text, options.Name))];

    private static string SelfTest(TrainedNetwork trained, CExportOptions options, string logit)
    {
        ImageDataset images = Images(trained.Description.Definition.Input, trained.Description.Definition.ClassCount);
        string[] logits = options.CalibrationImages is { } calibration
            ? [.. Int8Interpreter.Logits(trained, calibration, images).Select(number => number.ToString(CultureInfo.InvariantCulture))]
            : [.. SingleLogits(trained, images).Select(CTables.Single)];
        IEnumerable<string> rows = logits.Chunk(logits.Length / TestImages).Select(row => $"    {{{string.Join(", ", row)}}},\n");
        string differs = logit == "float"
            ? "expected[image][i] - logits[i] > 1e-4f * size || logits[i] - expected[image][i] > 1e-4f * size"
            : "expected[image][i] != logits[i]";
        string size = logit == "float"
            ? "        float size = 1.0f;\n        for (i = 0; i < NET_CLASSES; i++)\n            size = expected[image][i] > size ? expected[image][i] : -expected[image][i] > size ? -expected[image][i] : size;\n"
            : "";
        return $$"""
            /* Does this device compute what the exporting program computed? The images are made of numbers, and look like nothing. */
            #include "net_.h"

            static const {{logit}} expected[{{TestImages}}][NET_CLASSES] = {
            {{string.Concat(rows)}}};

            int net_self_test(void)
            {
                static uint8_t pixels[NET_PIXELS];
                {{logit}} logits[NET_CLASSES];
                int image;
                for (image = 0; image < {{TestImages}}; image++) {
                    uint32_t i;
            {{size}}        for (i = 0; i < NET_PIXELS; i++)
                        pixels[i] = (uint8_t)((i * (2u * (uint32_t)image + 3u)) ^ (i >> 2));
                    net_logits(pixels, logits);
                    for (i = 0; i < NET_CLASSES; i++)
                        if ({{differs}})
                            return image + 1;
                }
                return 0;
            }

            """;
    }

    private static ImageDataset Images(Shape shape, int classes)
    {
        byte[] pixels = [.. from image in Enumerable.Range(0, TestImages)
                            from i in Enumerable.Range(0, shape.Size)
                            select (byte)(((uint)i * ((2 * (uint)image) + 3)) ^ ((uint)i >> 2))];
        return new("made", "test", shape, classes, pixels, new byte[TestImages]);
    }

    private static float[] SingleLogits(TrainedNetwork trained, ImageDataset images)
    {
        using var evaluator = new Evaluator(trained.Network, threads: 1);
        return evaluator.Logits(images, trained.Description.Normalization);
    }

    private static string Named(string text, string name) => text.ReplaceLineEndings("\n")
        .Replace("net_.h", $"{name}.h", StringComparison.Ordinal)
        .Replace("net_.c", $"{name}.c", StringComparison.Ordinal)
        .Replace("net_", $"{name}_", StringComparison.Ordinal)
        .Replace("NET_", $"{name.ToUpperInvariant()}_", StringComparison.Ordinal)
        .Replace("NAME", name, StringComparison.Ordinal);

    private const string Main = """
        /* Says what the pixels of a picture on the standard input are; with self-test, whether this machine computes what it should. */
        #include <stdio.h>
        #include <string.h>
        #include "net_.h"

        int main(int count, char **words)
        {
            static uint8_t pixels[NET_PIXELS];
            if (count == 2 && strcmp(words[1], "self-test") == 0) {
                const int wrong = net_self_test();
                printf(wrong == 0 ? "self-test passed\n" : "self-test: the logits of image %d are others\n", wrong);
                return wrong == 0 ? 0 : 1;
            }
            if (fread(pixels, 1, sizeof pixels, stdin) != sizeof pixels) {
                fprintf(stderr, "the standard input has fewer than %d pixels\n", NET_PIXELS);
                return 2;
            }
            printf("%s\n", net_class_names[net_classify(pixels)]);
            return 0;
        }

        """;

    private const string Makefile = """
        CFLAGS ?= -std=c99 -O2 -Wall -Wextra

        classify: main.c src/net_.c src/net_self_test.c src/net_.h
        	$(CC) $(CFLAGS) -Isrc -o $@ main.c src/net_.c src/net_self_test.c -lm

        test: classify
        	./classify self-test

        clean:
        	rm -f classify

        .PHONY: test clean

        """;

    private const string Properties = """
        name=NAME
        version=1.0.0
        author=Exported by Thimble
        maintainer=Exported by Thimble
        sentence=The image classifier NAME.
        paragraph=A trained network as portable C: no heap, no other library. The header says what it needs and what it was measured at.
        category=Data Processing
        url=
        architectures=*
        includes=net_.h

        """;

    private const string Json = """
        {
          "name": "NAME",
          "version": "1.0.0",
          "description": "The image classifier NAME: a trained network as portable C.",
          "keywords": "image classification, neural network",
          "headers": "net_.h",
          "frameworks": "*",
          "platforms": "*"
        }

        """;

    private const string Arduino = """
        #include <net_.h>

        static uint8_t pixels[NET_PIXELS];

        void setup() {
          Serial.begin(115200);
          Serial.println(net_self_test() == 0 ? "self-test passed" : "self-test failed: this board computes other logits");
        }

        void loop() {
          // Fill the pixels here, as the header says: from a camera, a touch screen, a sensor.
          Serial.println(net_class_names[net_classify(pixels)]);
          delay(1000);
        }

        """;
}
