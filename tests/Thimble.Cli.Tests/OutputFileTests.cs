using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Files that a command writes where the user says: one rule for what is there already, in every command.</summary>
public class OutputFileTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private static readonly string[] FewImages = ["--train-images", "64", "--test-images", "20"];

    public static TheoryData<string, string> Writers => new()
    {
        { "mine/a.onnx", "export sprint --onnx mine/a.onnx" },
        { "mine/a.safetensors", "export sprint --safetensors mine/a.safetensors" },
        { "mine/net.h", "export sprint --c mine --name net" },
        { "mine/logits", "evaluate sprint --logits mine/logits" },
        { "mine/rate.svg", "find-lr sprint --data-name synthetic-digits --steps 20 --batch 8 --svg mine/rate.svg" },
        { "mine/report.md", "report sprint --open no --out mine" },
    };

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_file_is_replaced_only_with_force(string file, string call)
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(run.Folder["runs"], folder["runs"]);
        Directory.CreateDirectory(folder["mine"]);
        File.WriteAllText(folder[file], "mine");
        string[] words = [.. call.Split(' '), .. call.StartsWith("export", StringComparison.Ordinal) || call.StartsWith("report", StringComparison.Ordinal) ? [] : FewImages];

        ProcessResult refused = ThimbleProcess.Run(folder, words);

        Assert.Equal((2, "", $"thimble: {file}: this file is there already; give --force to replace it\n"), (refused.ExitCode, refused.Output, refused.Error));
        Assert.Equal("mine", File.ReadAllText(folder[file]));
        ProcessResult forced = ThimbleProcess.Run(folder, [.. words, "--force"]);
        Assert.Equal((0, ""), (forced.ExitCode, forced.Error));
        Assert.NotEqual("mine", File.ReadAllText(folder[file]));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["mine"]), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("evaluate sprint --logits nodir/x", "nodir/x: there is no folder ")]
    [InlineData("find-lr sprint --svg nodir/x.svg", "nodir/x.svg: there is no folder ")]
    [InlineData("export sprint --onnx runs", "runs: this is a folder; name a file")]
    [InlineData("export sprint --safetensors new/", "new/: this is a folder; name a file")]
    [InlineData("export sprint --c a --name math", "--name is 'math'; math.h is a header of the system; give another, such as network_math")]
    [InlineData("export sprint --c a --name switch", "--name is 'switch'; C or C++ reserves this word; give another")]
    [InlineData("export sprint --c a --name nul", "--name is 'nul'; Windows has a device of this name; give another")]
    public void A_place_that_cannot_be_written_is_known_before_the_work(string call, string expected)
    {
        ProcessResult refused = ThimbleProcess.Run(run.Folder, call.Split(' '));

        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"thimble: {expected}", refused.Error);
        Assert.Single(refused.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void What_goes_to_the_standard_output_is_the_file_and_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/stdout.");
        Assert.Equal(0, ThimbleProcess.Run(run.Folder, "export", "sprint", "--onnx", "file.onnx").ExitCode);

        ProcessResult piped = ThimbleProcess.Shell(run.Folder, "set -o pipefail; dotnet \"$0\" export sprint --onnx /dev/stdout | cat > piped.onnx");
        ProcessResult redirected = ThimbleProcess.Shell(run.Folder, "echo before > redirected.onnx; dotnet \"$0\" export sprint --onnx /dev/stdout >> redirected.onnx");
        ProcessResult substituted = ThimbleProcess.Shell(run.Folder, "dotnet \"$0\" export sprint --onnx >(cat > substituted.onnx) >/dev/null; code=$?; sleep 0.5; exit $code");

        byte[] expected = File.ReadAllBytes(run.Folder["file.onnx"]);
        Assert.Equal([0, 0, 0], [piped.ExitCode, redirected.ExitCode, substituted.ExitCode]);
        Assert.Equal(expected, File.ReadAllBytes(run.Folder["piped.onnx"]));
        Assert.Equal([.. "before\n"u8, .. expected], File.ReadAllBytes(run.Folder["redirected.onnx"]));
        Assert.Equal(expected, File.ReadAllBytes(run.Folder["substituted.onnx"]));
        Assert.Contains("ONNX      /dev/stdout: ", piped.Error);
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/null.");

        ProcessResult export = ThimbleProcess.Run(run.Folder, "export", "sprint", "--onnx", "/dev/null", "--safetensors", "/dev/null");
        ProcessResult full = ThimbleProcess.Run(run.Folder, "export", "sprint", "--onnx", "/dev/full");

        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Equal(2, full.ExitCode);
        Assert.StartsWith("thimble: /dev/full: cannot be written (", full.Error);
    }
}
