using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>The line on the error stream where the program was compiled for less than the processor has.</summary>
public class VectorWarningTests
{
    [Theory]
    [InlineData("find-lr part3 --data nowhere", true)]
    [InlineData("train part3 --data nowhere", true)]
    [InlineData("summary part3", false)]
    [InlineData("train --help", false)]
    [InlineData("--version", false)]
    public void Commands_that_compute_say_what_the_program_lacks(string call, bool warns)
    {
        var terminal = new TestTerminal(width: 0);

        CommandLine.Run(call.Split(' '), terminal.Environment with { VectorShortfall = "compiled for less" });

        Assert.Equal(warns, terminal.Error.ToString().StartsWith("thimble: compiled for less\n", StringComparison.Ordinal));
        Assert.DoesNotContain("compiled for less", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_that_says_nothing_exists()
    {
        static IEnumerable<string> Names(Command command) => command.Subcommands.SelectMany(Names).Prepend(command.Name);

        Assert.Subset(Names(CommandLine.CreateRoot(new TestTerminal(0).Environment)).ToHashSet(), VectorWarning.CommandsThatComputeNothing.ToHashSet());
    }

    // A runtime that says it cannot compile, on a processor whose AVX2 is switched off, is what code compiled ahead of time for less sees.
    [Theory]
    [InlineData("0", true)]
    [InlineData("1", false)]
    public void A_process_compiled_for_less_warns_in_one_line(string avx2, bool warns)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no env.");
        Assert.SkipUnless(Avx2.IsSupported, "this processor has no AVX2, or it is switched off");
        using var folder = new TemporaryFolder();
        string configuration = Path.ChangeExtension(ThimbleProcess.Program, ".runtimeconfig.json");
        string changed = Path.Combine(folder.Path, "ahead.runtimeconfig.json");
        const string Knobs = "\"configProperties\": {";
        string text = File.ReadAllText(configuration);
        Assert.Contains(Knobs, text, StringComparison.Ordinal);
        File.WriteAllText(changed, text.Replace(
            Knobs, $"{Knobs} \"System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported\": false,", StringComparison.Ordinal));

        using Process process = ThimbleProcess.Start(
            folder, "env", [$"DOTNET_EnableAVX2={avx2}", "dotnet", "exec", "--runtimeconfig", changed, ThimbleProcess.Program, "train", "nothing.yaml"]);
        string[] errors = ThimbleProcess.WaitFor(process).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(warns ? 2 : 1, errors.Length);
        Assert.Equal(warns, errors[0].StartsWith("thimble: compiled for 128-bit vectors, but this processor has ", StringComparison.Ordinal));
    }
}
