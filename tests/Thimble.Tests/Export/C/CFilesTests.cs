using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Thimble.Export.C;
using Thimble.Layers;

namespace Thimble.Tests.Export.C;

public sealed class CFilesTests : IDisposable
{
    private const int ImageCount = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public static TheoryData<string> Names => [.. ExportedNetworks.Names.Where(name => name != "part 2")];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_gives_the_engines_logits(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, ImageCount);
        CFiles.Write(trained, _folder, new("net"));

        float[] found = CompileAndRun(images, "float", "1.0f");

        float[] expected = ExportedNetworks.Logits(trained, images);
        float size = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, found.Length);
        // Normalized pixels are the library's to the bit; a sum of products may be rounded another way.
        float tolerance = name == "nothing but flat" ? 0 : 1e-5f * size;
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_numbers_of_8_bits_come_near(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, ImageCount);
        byte[][] calibration = [.. Enumerable.Range(0, ImageCount).Select(image => images.Pixels(image).ToArray())];
        CFiles.Write(trained, _folder, new("net", calibration));

        float[] found = CompileAndRun(images, "int32_t", "NET_LOGIT_SCALE");

        // Noise is harder on it than digits are; what a forgotten scale or addend does is many times as large.
        float[] expected = ExportedNetworks.Logits(trained, images);
        double size = Math.Sqrt(expected.Average(logit => Math.Pow(logit, 2)));
        double error = Math.Sqrt(expected.Zip(found, (first, second) => Math.Pow(first - second, 2)).Average());
        Assert.InRange(error / size, 0, 0.1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_numbers_of_8_bits_have_the_bits_of_the_library(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        // More than a block, and one that is part full.
        ImageDataset images = ExportedNetworks.Images(trained, 21);
        byte[][] calibration = [.. Enumerable.Range(0, ImageCount).Select(image => images.Pixels(image).ToArray())];
        CFiles.Write(trained, _folder, new("net", calibration));

        float[] found = CompileAndRun(images, "int32_t", "1.0f");

        Assert.Equal(found, Int8Interpreter.Logits(trained, calibration, images).Select(logit => (float)logit));
    }

    [Fact]
    public void The_example_in_the_documentation_recognizes_a_picture()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "export.md")).ReplaceLineEndings("\n");
        int begin = page.IndexOf("```c\n", StringComparison.Ordinal) + 5;
        var network = new Network(new(new(1, 28, 28), new Conv2d(2, 3, stride: 2), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10)), seed: 2);
        ImageDataset images = ExportedNetworks.Images(new(network, new(network.Definition, Normalization.Mnist, "")), 60);
        Calibration calibration = new(temperature: 1, -1e6f, CalibrationFit.UsualLimits(images, 10));
        var trained = new TrainedNetwork(network, new(network.Definition, Normalization.Mnist, "") { Calibration = calibration });
        CFiles.Write(trained, _folder, new("part3"));
        File.WriteAllText(Path.Combine(_folder, "main.c"), page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]);
        string program = Path.Combine(_folder, "recognize");
        Gcc.Run("gcc", [.. Gcc.Strict, Path.Combine(_folder, "main.c"), Path.Combine(_folder, "part3.c"), "-o", program]);

        string answer = Gcc.Answers(program, images.Pixels(0).ToArray());

        using var classifier = new Classifier(trained, threads: 1);
        Classification expected = classifier.Classify(images.Pixels(0));
        Assert.Equal($"class {expected.Class}{(expected.IsRecognized ? "" : ", but it is like nothing that was trained on")}\n", answer);
    }

    [Theory]
    [InlineData("../net")]
    [InlineData("a b")]
    [InlineData("2d")]
    [InlineData("")]
    [InlineData("int")]
    [InlineData("stdio")]
    [InlineData("aux")]
    [InlineData("_net")]
    [InlineData("Net")]
    [InlineData("é")]
    public void A_name_that_is_none_in_C_is_refused(string name)
    {
        string message = Assert.Throws<InvalidInputException>(() => CFiles.Write(ExportedNetworks.Create("part 3"), _folder, new(name))).Message;
        Assert.StartsWith($"'{name}' is no name for C", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 9, 14)]
    [InlineData(1, 260, 256)]
    public void The_same_pictures_are_recognized_as_in_the_library(int channels, int height, int width)
    {
        var shape = new Shape(channels, height, width);
        var network = new Network(new(shape, new Conv2d(2, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(3)), seed: 2);
        // Half dark, so that the traits differ, and a black one.
        var random = new KeyedRandom(seed: 3, epoch: 0, sample: 0, place: 1);
        byte[] pixels = [.. Enumerable.Range(0, 60 * shape.Size).Select(i => (byte)(i < shape.Size ? 0 : random.Below(i, 1 + (i / shape.Size * 4))))];
        var images = new ImageDataset("noise", "test", shape, 3, pixels, new byte[60]);
        float[] logits = ExportedNetworks.Logits(new(network, new(network.Definition, Normalization.Mnist, "")), images);
        // Between two of them, since the C may differ in the last bit.
        float[] largest = [.. logits.Chunk(3).Select(row => row.Max()).Order()];
        Calibration calibration = new(temperature: 1, (largest[20] + largest[21]) / 2, CalibrationFit.UsualLimits(images, 3));
        var trained = new TrainedNetwork(network, new(network.Definition, Normalization.Mnist, "") { Calibration = calibration });
        CFiles.Write(trained, _folder, new("net"));
        File.WriteAllText(Path.Combine(_folder, "main.c"), """
            #include <stdio.h>
            #include "net.h"

            int main(void)
            {
                static uint8_t pixels[NET_PIXELS];
                while (fread(pixels, 1, NET_PIXELS, stdin) == NET_PIXELS)
                    printf("%d\n", net_recognize(pixels));
                return 0;
            }
            """);
        string program = Path.Combine(_folder, "recognize");
        Gcc.Run("gcc", [.. Gcc.Strict, Path.Combine(_folder, "main.c"), Path.Combine(_folder, "net.c"), "-o", program]);

        string answers = Gcc.Answers(program, pixels);

        using var classifier = new Classifier(trained, threads: 1);
        Classification[] expected = [.. Enumerable.Range(0, images.Count).Select(i => classifier.Classify(images.Pixels(i)))];
        Assert.Equal(expected.Select(answer => answer.IsRecognized ? answer.Class : -1), answers.Split('\n')[..^1].Select(int.Parse));
        Assert.InRange(expected.Count(answer => answer.IsRecognized), 10, 50);
    }

    [Fact]
    public void A_header_of_another_export_does_not_compile()
    {
        CSummary first = CFiles.Write(ExportedNetworks.Create("part 3"), _folder, new("net"));
        string header = File.ReadAllText(first.Header);
        CSummary second = CFiles.Write(ExportedNetworks.Create("every kind"), _folder, new("net"));
        string[] words = [.. Gcc.Strict, "-c", second.Source, "-o", Path.Combine(_folder, "net.o")];
        Gcc.Run("gcc", words);

        File.WriteAllText(second.Header, header);

        Assert.Contains("net.h and net.c are from different exports", Gcc.Errors("gcc", words), StringComparison.Ordinal);
    }

    [Fact]
    public void Calibration_images_that_do_not_fit_are_refused()
    {
        TrainedNetwork trained = ExportedNetworks.Create("part 3");
        foreach (byte[][] images in (byte[][][])[[], [new byte[783]], [new byte[784], new byte[785]]])
            Assert.Contains("each of 784 bytes", Assert.Throws<InvalidInputException>(() => CFiles.Write(trained, _folder, new("net", images))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("part 3", "no heap, no library. */")]
    [InlineData("every function and product", "link with -lm. */")]
    public void The_source_says_whether_it_needs_a_library(string name, string said)
    {
        CSummary summary = CFiles.Write(ExportedNetworks.Create(name), _folder, new("net"));
        Assert.Contains(said, File.ReadAllText(summary.Source), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_are_all_there_is_in_an_8_bit_source()
    {
        TrainedNetwork trained = ExportedNetworks.Create("every kind");
        ImageDataset images = ExportedNetworks.Images(trained, 3);

        CSummary single = CFiles.Write(trained, Path.Combine(_folder, "f"), new("net"));
        CSummary whole = CFiles.Write(trained, Path.Combine(_folder, "i"), new("net", [images.Pixels(0).ToArray()]));

        string source = File.ReadAllText(whole.Source);
        Assert.DoesNotContain("float", source, StringComparison.Ordinal);
        Assert.DoesNotContain("double", source, StringComparison.Ordinal);
        Assert.Contains("float", File.ReadAllText(single.Source), StringComparison.Ordinal);
        Assert.DoesNotContain("malloc", source, StringComparison.Ordinal);
        Assert.Equal(["#include \"net.h\"", "#include <arm_acle.h>"], source.Split('\n').Where(line => line.StartsWith("#include", StringComparison.Ordinal)));
        Assert.Contains($"#define NET_MEMORY_BYTES {whole.MemoryBytes}\n", File.ReadAllText(whole.Header), StringComparison.Ordinal);
        Assert.Contains($"#define NET_CONSTANT_BYTES {whole.ConstantBytes} ", File.ReadAllText(whole.Header), StringComparison.Ordinal);
        // Sums and counters are as large in both.
        Assert.InRange(whole.MemoryBytes, 1, (single.MemoryBytes / 4) + 400);
    }

    [Theory]
    [InlineData("*/ int x;", "a\\", "??/", "* / int x;, a, ?? /")]
    [InlineData("/*", "/*/", "*/*", "/ *, / * /, * / *")]
    [InlineData("//", "%:\"'", "é", "//, %:\"', é")]
    [InlineData("%\\", "?\u2028?/", "\u202Egnp.exe", "%, ??? /, ?gnp.exe")]
    [InlineData("\\\\", "??/??/", "\\ ", ", ?? /?? /, \\ ")]
    [InlineData("\\*", "/", "*", "\\*, /, *")]
    [InlineData("\u2066\u200B", "\uFEFF", "\uE000", "??, ?, ?")]
    public void A_class_may_be_called_anything(string first, string second, string third, string written)
    {
        TrainedNetwork trained = ExportedNetworks.Create("ends in a normalization");
        var named = new NetworkDescription(trained.Description.Definition, trained.Description.Normalization, "", [first, second, third]);

        CSummary summary = CFiles.Write(trained with { Description = named }, _folder, new("net"));

        Assert.Contains($"logits: {written}.\n", File.ReadAllText(summary.Header), StringComparison.Ordinal);
        Gcc.Run("gcc", [.. Gcc.Strict, "-c", summary.Source, "-o", Path.Combine(_folder, "net.o")]);
    }

    // A description refuses the ends of lines, so they are tried where they would be written.
    [Theory]
    [InlineData("a\\\n*/", "a\\?* /")]
    [InlineData("*\\\n/ int x;", "*\\?/ int x;")]
    [InlineData("a\r\n\0\u0085b", "a????b")]
    public void Nothing_in_a_comment_goes_on_behind_it(string name, string written) => Assert.Equal(written, CNames.InComment(name));

    [Theory]
    [InlineData("part3", "part3")]
    [InlineData("int", "network_int")]
    [InlineData("Class", "network_class")]
    [InlineData("math", "network_math")]
    [InlineData("COM1", "network_com1")]
    [InlineData("nul", "network_nul")]
    [InlineData("_net_", "net")]
    [InlineData("straße", "stra_e")]
    [InlineData("main", "main")]
    [InlineData("My Net-2", "my_net_2")]
    [InlineData("3x3", "network_3x3")]
    [InlineData("…", "network")]
    public void Names_become_names_in_C(string text, string name) => Assert.Equal(name, CExportOptions.NameOf(text));

    private float[] CompileAndRun(ImageDataset images, string logit, string unit)
    {
        string program = Path.Combine(_folder, "classify");
        string bench = Path.Combine(Root(), "bench", "deploy", "classify.c");
        Gcc.Run(
            "gcc",
            [
                .. Gcc.Strict, "-include", Path.Combine(_folder, "net.h"), "-DPREFIX=net", "-DPIXELS=NET_PIXELS", "-DCLASSES=NET_CLASSES",
                $"-DLOGIT={logit}", $"-DUNIT={unit}", bench, Path.Combine(_folder, "net.c"), "-lm", "-o", program,
            ]);
        string input = Path.Combine(_folder, "images");
        using (FileStream stream = File.Create(input))
        {
            byte[] header = new byte[16];
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), images.Count);
            stream.Write(header);
            for (int i = 0; i < images.Count; i++)
                stream.Write(images.Pixels(i));
        }

        string output = Path.Combine(_folder, "logits");
        Gcc.Run(program, [input, output]);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray();
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", ".."));
}
