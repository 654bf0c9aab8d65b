using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Thimble.Export.C;
using Thimble.Layers;

namespace Thimble.Tests.Export.C;

/// <summary>What a network needs on a device, before it is trained, is what its export then has.</summary>
public sealed class DeviceCostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public static TheoryData<string> Names => [.. ExportedNetworks.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_small_network_needs_what_is_counted_by_hand()
    {
        DeviceCost cost = DeviceCost.Of(new(new(1, 4, 4), new Conv2d(2, 3), new ReLU(), new Flatten(), new Linear(3)));

        // Three rows of four pixels; 2×2×2 numbers, flat; logits are the caller's.
        Assert.Equal(["Image", "Conv2d-1", "Linear-4"], cost.Steps.Select(step => step.Label));
        Assert.Equal([12, 8, 0], cost.Steps.Select(step => step.RamBytes));
        // Three sums of 32 bits in work, and two counters of each of three steps: 38 bytes, rounded up to words.
        Assert.Equal((40, 20), (cost.RamBytes, cost.RowBytes));
        // A weight is a byte. What finishes a channel is 4, but 16 where the logits of so few products need 64 bits.
        Assert.Equal([4, 18 + (2 * 4), 24 + (3 * 16)], cost.Steps.Select(step => step.TableBytes));
        Assert.Equal([0, 2 * 2 * 2 * 9, 8 * 3], cost.Steps.Select(step => step.MultiplyAdds));
        Assert.Equal("3 rows of the image", cost.Largest.InWords);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_what_the_export_has(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, 10);

        CSummary written = CFiles.Write(trained, _folder, new("net", [.. Enumerable.Range(0, 10).Select(image => images.Pixels(image).ToArray())]));

        DeviceCost cost = DeviceCost.Of(trained.Description.Definition);
        Assert.Equal(written.MemoryBytes, cost.RamBytes);
        Assert.Equal(trained.Description.Definition.MultiplyAdds, cost.MultiplyAdds);
        Assert.Equal(cost.MultiplyAdds, cost.Steps.Sum(step => step.MultiplyAdds));
        // Which steps need 64 bits, and whose numbers of bits agree, depends on the weights.
        Assert.InRange(cost.ConstantBytes, (0.85 * written.ConstantBytes) - 16, (1.1 * written.ConstantBytes) + 16);
    }

    [Theory]
    [InlineData("part 2")]
    [InlineData("every kind")]
    [InlineData("residuals in residuals")]
    [InlineData("resnet8")]
    [InlineData("dscnn")]
    public void The_code_is_about_as_large_as_is_estimated(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, 10);
        CFiles.Write(trained, _folder, new("net", [.. Enumerable.Range(0, 10).Select(image => images.Pixels(image).ToArray())]));

        long largest = Math.Max(CodeFor("cortex-m0plus"), CodeFor("cortex-m4"));

        Assert.InRange(DeviceCost.Of(trained.Description.Definition).CodeBytes, 0.8 * largest, 1.2 * largest);
    }

    [Fact]
    public void More_weights_than_any_device_holds_are_refused_before_anything_is_made()
    {
        var large = new NetworkDefinition(new(1, 1_024, 1_024), new Flatten(), new Linear(1_000));

        Assert.Equal(
            "the network has 1,048,577,000 numbers, more than a device of this kind holds; make it smaller",
            Assert.Throws<InvalidInputException>(() => DeviceCost.Of(large)).Message);
    }

    // Functions alone: those of the network that give logits, and those of the compiler's library that they call.
    private long CodeFor(string processor)
    {
        string main = Path.Combine(_folder, "main.c");
        File.WriteAllText(main, "#include \"net.h\"\nuint8_t pixels[NET_PIXELS]; int32_t logits[NET_CLASSES];\nvoid _start(void) { net_logits(pixels, logits); }\n");
        string program = Path.Combine(_folder, "net.elf");
        Run("arm-none-eabi-gcc", $"-mcpu={processor} -mthumb -O2 -std=c99 -ffunction-sections -fdata-sections -Wl,--gc-sections -nostartfiles {main} {Path.Combine(_folder, "net.c")} -lc -lgcc -o {program}");
        return Regex.Matches(Run("arm-none-eabi-nm", $"-S {program}"), @"^\w+ (?<size>\w+) [tT] (?!_start)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5))
            .Sum(match => Convert.ToInt64(match.Groups["size"].Value, 16));
    }

    private static string Run(string program, string words)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.Result);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine");
            throw;
        }
    }
}
