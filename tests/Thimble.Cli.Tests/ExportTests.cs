using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>A trained network for other programs.</summary>
public class ExportTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void It_writes_every_form_and_says_how_large_each_is()
    {
        using var runs = new KeptRuns();
        runs.Add(runs.Write("tiny", channels: 4), [900]);

        ProcessResult export = ThimbleProcess.Run(
            runs.Folder, "export", "tiny/001", "--onnx", "a.onnx", "--fold", "--c", "firmware", "--safetensors", "a.safetensors");

        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        Snapshot.Matches("export-file", export.Output.Replace('\\', '/'));
        Assert.True(File.Exists(runs.Folder["firmware/tiny.c"]));
        Assert.True(File.Exists(runs.Folder["firmware/tiny.h"]));
    }

    [Fact]
    public void Eight_bits_are_calibrated_on_training_images()
    {
        ProcessResult export = Export(
            "--c", "eight", "--int8", "--calibration-images", "20", "--name", "small", "--train-images", "40", "--test-images", "10");

        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        Assert.Contains("8-bit whole numbers, calibrated on 20 training images", export.Output);
        Assert.Matches(@"\nAccuracy  [0-9.]+% as trained, [0-9.]+% in 8 bits \(10 test images of synthetic-digits\)\n", export.Output);
        Assert.Contains("int32_t logits[SMALL_CLASSES]", File.ReadAllText(run.Folder["eight/small.h"]));
    }

    [Fact]
    public void A_page_to_draw_on_is_one_file_that_asks_for_nothing()
    {
        ProcessResult export = Export(
            "--html", "sprint.html", "--calibration-images", "20", "--train-images", "40", "--test-images", "10");

        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        string page = File.ReadAllText(run.Folder["sprint.html"]);
        Assert.Contains($"Page      sprint.html: {new FileInfo(run.Folder["sprint.html"]).Length:N0} bytes, 8-bit whole numbers, calibrated on 20 training images\n", export.Output);
        Assert.Matches(@"\nAccuracy  [0-9.]+% as trained, [0-9.]+% in 8 bits \(10 test images of synthetic-digits\)\n", export.Output);
        Assert.Contains("<h1>sprint</h1>", page);
        Assert.Contains("default-src 'none'", page);
        Assert.DoesNotMatch("(?i)https?:|\\bsrc=|\\bhref=|@import|\\bfetch\\(|XMLHttpRequest", page);
    }

    [Fact]
    public void A_file_of_weights_is_enough()
    {
        Export("--safetensors", "alone.safetensors");
        ProcessResult evaluation = ThimbleProcess.Run(
            run.Folder, "evaluate", "alone.safetensors", "--train-images", "320", "--test-images", "100", "--logits", "logits.safetensors");
        ProcessResult export = ThimbleProcess.Run(run.Folder, "export", "alone.safetensors", "--onnx", "alone.onnx");

        Assert.Equal((0, ""), (evaluation.ExitCode, evaluation.Error));
        string final = run.Training.Output.Split('\n').Last(line => line.StartsWith("Test set:", StringComparison.Ordinal));
        Assert.Contains($"({final.Split("Accuracy: ")[1].Split(' ')[0]})", evaluation.Output);
        Assert.True(new FileInfo(run.Folder["logits.safetensors"]).Length > 100 * 10 * sizeof(float));
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
    }

    [Fact]
    public void What_is_there_is_replaced_only_if_it_is_said()
    {
        Assert.Equal(0, Export("--onnx", "twice.onnx").ExitCode);
        File.WriteAllText(run.Folder["twice.onnx"], "mine");

        ProcessResult refused = Export("--onnx", "twice.onnx", "--c", "untouched");

        Assert.Equal((2, "thimble: twice.onnx: this file is there already; give --force to replace it\n"), (refused.ExitCode, refused.Error));
        Assert.Equal("mine", File.ReadAllText(run.Folder["twice.onnx"]));
        Assert.False(Directory.Exists(run.Folder["untouched"]));
        Assert.Equal(0, Export("--onnx", "twice.onnx", "--force").ExitCode);
        Assert.NotEqual("mine", File.ReadAllText(run.Folder["twice.onnx"]));
    }

    [Theory]
    [InlineData("nothing to write; give --onnx FILE, --c DIR, --html FILE or --safetensors FILE")]
    [InlineData("--int8 is for C; give --c DIR with it", "--onnx", "a", "--int8")]
    [InlineData("./a/../a/x: two forms would be written into this one file; give each its own", "--onnx", "a/x", "--safetensors", "./a/../a/x")]
    [InlineData("a/sprint.c: two forms would be written into this one file; give each its own", "--onnx", "a/sprint.c", "--c", "a", "--force")]
    [InlineData("--onnx is empty; give FILE with it, or leave it out. 'thimble export --help' shows what there is.", "--onnx", "")]
    [InlineData("--fold and --input are for ONNX; give --onnx FILE with them", "--c", "a", "--fold")]
    [InlineData("runs/sprint/001: a run knows its own experiment; give none with it: leave out --experiment", "--onnx", "a", "--experiment", "part3")]
    [InlineData("--name is 'A b'; give a small letter, then small letters, digits and underscores, the last no underscore. 'thimble export --help' shows what there is.", "--c", "a", "--name", "A b")]
    [InlineData("--calibration-images is for --int8 and --html; give it with one of them", "--c", "a", "--calibration-images", "5")]
    [InlineData("--name is for C; give --c DIR with it", "--onnx", "a", "--name", "x")]
    [InlineData("runs/sprint/001/final.safetensors: this file is what is exported; choose another name", "--onnx", "runs/sprint/001/final.safetensors", "--force")]
    [InlineData("--input is 'x'; give pixels or normalized. 'thimble export --help' shows what there is.", "--onnx", "a", "--input", "x")]
    public void A_mistake_is_reported_in_one_line(string problem, params string[] words)
    {
        ProcessResult export = Export(words);

        Assert.Equal((2, "", $"thimble: {problem}\n"), (export.ExitCode, export.Output, export.Error.Replace('\\', '/')));
    }

    [Fact]
    public void Without_the_data_for_8_bits_nothing_is_written()
    {
        ProcessResult export = Export("--onnx", "early.onnx", "--c", "early", "--int8", "--data", "no-such-folder", "--data-name", "mnist");

        Assert.NotEqual(0, export.ExitCode);
        Assert.Contains("no-such-folder", export.Error);
        Assert.False(File.Exists(run.Folder["early.onnx"]));
        Assert.False(Directory.Exists(run.Folder["early"]));
    }

    [Fact]
    public void Damaged_and_foreign_weights_are_refused_before_anything_is_written()
    {
        Export("--safetensors", "sound.safetensors");
        byte[] bytes = File.ReadAllBytes(run.Folder["sound.safetensors"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(run.Folder["damaged.safetensors"], bytes);

        ProcessResult damaged = ThimbleProcess.Run(run.Folder, "export", "damaged.safetensors", "--onnx", "damaged.onnx");
        ProcessResult foreign = ThimbleProcess.Run(run.Folder, "export", "sound.safetensors", "--experiment", "part1", "--onnx", "damaged.onnx");
        ProcessResult missing = ThimbleProcess.Run(run.Folder, "export", "part1", "--onnx", "damaged.onnx");

        Assert.Equal(
            (2, "thimble: damaged.safetensors: not a sound safetensors file: the numbers have changed since they were written; use another copy, or train again\n"),
            (damaged.ExitCode, damaged.Error));
        Assert.Contains("these are another network's weights", foreign.Error);
        Assert.StartsWith("thimble: there is no run 'part1'; in runs there are sprint/1", missing.Error);
        Assert.False(File.Exists(run.Folder["damaged.onnx"]));
    }

    [Fact]
    public void A_state_dict_with_a_wrappers_names_is_read_and_what_was_done_is_said()
    {
        SafetensorsFile file = SafetensorsFile.Read(run.Folder["runs/sprint/001/final.safetensors"]);
        SafetensorsFile.Write(run.Folder["ddp.safetensors"], [.. file.Tensors.Select(tensor => tensor with { Name = $"module.{tensor.Name}" })], new Dictionary<string, string>());

        ProcessResult wrapped = ThimbleProcess.Run(run.Folder, "export", "ddp.safetensors", "--experiment", "sprint", "--safetensors", "unwrapped.safetensors");
        ProcessResult foreign = ThimbleProcess.Run(run.Folder, "export", "ddp.safetensors", "--experiment", "part2", "--safetensors", "none.safetensors");

        Assert.Equal(0, wrapped.ExitCode);
        Assert.StartsWith("thimble: note: ddp.safetensors: left out what stands before the network's names ('module.0.weight' is '0.weight')\n", wrapped.Error);
        Assert.Equal(
            file.Tensors.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))),
            SafetensorsFile.Read(run.Folder["unwrapped.safetensors"]).Tensors.Select(tensor => (tensor.Name, Convert.ToHexString(tensor.Data.Span))));
        string[] lines = foreign.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, foreign.ExitCode);
        Assert.StartsWith("thimble: ddp.safetensors: these are another network's weights: ", lines[0]);
        Assert.StartsWith("  the file has ", lines[1]);
        Assert.EndsWith("the network wants", lines[1]);
        Assert.Contains(lines, line => line.Contains("module.0.weight F32", StringComparison.Ordinal));
    }

    [Fact]
    public void What_torch_save_wrote_is_called_so_with_the_way_to_convert_it()
    {
        File.WriteAllBytes(run.Folder["model.pt"], [.. "PK"u8, 3, 4, .. new byte[22], 16, 0, 0, 0, .. "archive/data.pkl"u8]);

        ProcessResult refused = ThimbleProcess.Run(run.Folder, "evaluate", "model.pt", "--experiment", "sprint");

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("thimble: model.pt: not a safetensors file but a PyTorch file (torch.save); convert it in Python: import torch; from safetensors.torch import save_file; ", refused.Error);
    }

    private ProcessResult Export(params IEnumerable<string> words) => ThimbleProcess.Run(run.Folder, ["export", "sprint", .. words]);
}
