using System.Text.RegularExpressions;
using Thimble.Export.C;
using Thimble.Export.Onnx;
using Thimble.Lab.Reports;
using Thimble.Lab.Tests.Reports;
using Thimble.Layers;

namespace Thimble.Lab.Tests.Faults;

/// <summary>
/// A network that is exported over an earlier one while the disk fails, or the process ends, at any change of a file: each file is then whole,
/// and files that belong together do not pass for a pair when they are none.
/// </summary>
public sealed partial class ExportFaultTests : IDisposable
{
    private static readonly NetworkDefinition Definition = new(new(1, 4, 4), new Conv2d(3, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten());
    private static readonly TrainedNetwork Old = Trained(seed: 1);
    private static readonly TrainedNetwork New = Trained(seed: 2);

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-faults-").FullName;
    private int _count;

    public static TheoryData<string, Fault> Exports => new MatrixTheoryData<string, Fault>(["C", "ONNX", "safetensors", "report"], Enum.GetValues<Fault>());

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Exports))]
    public void An_export_that_breaks_at_any_change_leaves_whole_files(string form, Fault fault)
    {
        (Action<string, FileSystem> writeOld, Action<string, FileSystem> writeNew) = WritersOf(form);
        Dictionary<string, string> before = Written(writeOld);
        Dictionary<string, string> after = Written(writeNew);
        Assert.NotEqual(before, after);

        int broken = 0;
        for (int at = 1; at <= 200; at++, broken++)
        {
            string folder = NewFolder();
            writeOld(folder, FileSystem.Disk);
            using (var files = new FaultyFileSystem(fault, at))
            {
                if (!FaultyFileSystem.IsMetBy(fault, () => writeNew(folder, files)) && files.Changes < at)
                    break;
            }

            Check(fault, folder, before, after);
            // What is left does not stand in the next one's way.
            writeNew(folder, FileSystem.Disk);
            Assert.Equal(after, Contents(folder));
        }

        Assert.InRange(broken, before.Count * 3, 199);
    }

    private static void Check(Fault fault, string folder, Dictionary<string, string> before, Dictionary<string, string> after)
    {
        Dictionary<string, string> found = Contents(folder);
        // A file that is put aside or in place when the process ends is either of the two.
        Assert.All(found, file => Assert.True(file.Value == before[file.Key] || file.Value == after[file.Key], $"{file.Key} is neither the old nor the new one"));
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        bool isPair = Same(found, before) || Same(found, after);
        if (fault != Fault.ProcessEnds)
            Assert.True(isPair, "some files are old and some are new");
        else if (found.TryGetValue("net.c", out string? source))
            Assert.Equal(isPair, MarkOf(source) == MarkOf(found["net.h"]));
    }

    private (Action<string, FileSystem> Old, Action<string, FileSystem> New) WritersOf(string form)
    {
        if (form == "report")
        {
            Report old = Report.Of(ReportedRun.Create(NewFolder(), 95, 98, 96));
            Report @new = Report.Of(ReportedRun.Create(NewFolder(), 94, 97, 99));
            return ((folder, files) => old.Write(folder, files), (folder, files) => @new.Write(folder, files));
        }

        return ((folder, files) => Write(form, Old, folder, files), (folder, files) => Write(form, New, folder, files));
    }

    private static void Write(string form, TrainedNetwork trained, string folder, FileSystem files)
    {
        switch (form)
        {
            case "C":
                CFiles.Write(trained, folder, new("net"), files);
                break;
            case "ONNX":
                OnnxFile.Write(trained, Path.Combine(folder, "net.onnx"), new(), files);
                break;
            default:
                trained.Save(Path.Combine(folder, "net.safetensors"), metadata: null, files);
                break;
        }
    }

    private Dictionary<string, string> Written(Action<string, FileSystem> write)
    {
        string folder = NewFolder();
        write(folder, FileSystem.Disk);
        Assert.DoesNotContain(Directory.GetFiles(folder), path => path.EndsWith(".tmp", StringComparison.Ordinal));
        return Contents(folder);
    }

    private static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder)
        .Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToBase64String(File.ReadAllBytes(path)), StringComparer.Ordinal);

    private static bool Same(Dictionary<string, string> first, Dictionary<string, string> second) =>
        first.All(file => file.Value == second[file.Key]);

    private static string MarkOf(string base64) =>
        Mark().Match(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64))).Value is { Length: > 0 } mark ? mark : throw new FormatException("no mark");

    [GeneratedRegex("0x[0-9a-f]{8}")]
    private static partial Regex Mark();

    private static TrainedNetwork Trained(ulong seed)
    {
        var network = new Network(Definition, seed);
        return new(network, new(network.Definition, new Normalization(0.4f, 0.3f), "a test's"));
    }

    private string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, $"{_count++}")).FullName;
}
