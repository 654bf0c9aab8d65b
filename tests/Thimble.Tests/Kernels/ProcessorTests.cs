using System.Diagnostics;
using System.Runtime.Intrinsics;
using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>
/// Processors other than this one: a child process with parts of this processor switched off runs the kernel tests and
/// the small networks again.
/// </summary>
public sealed class ProcessorTests
{
    // Tells the child that it is one, and how wide its registers must be.
    private const string ExpectedBits = "THIMBLE_TEST_REGISTER_BITS";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 32)]
    public async Task A_lesser_processor_computes_the_same(string knob, int bits)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedBits) is not null, "this is the child");
        Assert.SkipWhen(KernelSet.Best.RegisterBits <= bits, $"this processor has no more than {bits} bits itself");

        using Process child = Process.Start(ChildWith(knob, bits))!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        Assert.True(child.ExitCode == 0, output + await errors);
        Assert.Contains("Passed!", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_widest_registers_that_there_are_are_used()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128 : 32;

        Assert.Equal(widest, KernelSet.Best.RegisterBits);
        if (Environment.GetEnvironmentVariable(ExpectedBits) is { } expected)
            Assert.Equal(expected, widest.ToString());
    }

    private static ProcessStartInfo ChildWith(string knob, int bits)
    {
        const string Filter = "FullyQualifiedName~Tests.Kernels|FullyQualifiedName~at_every_register_width";
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "test", typeof(ProcessorTests).Assembly.Location, "--filter", Filter },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[knob] = "0";
        start.Environment[ExpectedBits] = bits.ToString();
        return start;
    }
}
