using System.Text;
using Thimble.Lab.TensorBoard;
using Thimble.Training;

namespace Thimble.Lab.Tests.TensorBoard;

/// <summary>Event files for TensorBoard.</summary>
public sealed class EventRecorderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms.</summary>
    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        Assert.Equal(0x8a9136aau, RecordFrame.Checksum(new byte[32]));
        Assert.Equal(0x62a8ab43u, RecordFrame.Checksum([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal(0x46dd794eu, RecordFrame.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113fdb5cu, RecordFrame.Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
        Assert.Equal(0xe3069283u, RecordFrame.Checksum(Encoding.ASCII.GetBytes("123456789")));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("validation")]
    public void An_epoch_is_a_step_with_its_figures(string split)
    {
        RunFolder folder = RunFolder.Create("small", root: _root);
        var network = new Network(Experiments.Read(Experiments.Small).Network, seed: 1);
        using (var recorder = new EventRecorder(folder, split, TimeProvider.System))
        {
            recorder.OnEpoch(Epoch(1), network);
            recorder.OnEpoch(Epoch(300), network);
        }

        string file = Assert.Single(Directory.GetFiles(folder.Path, "events.out.tfevents.*"));
        var events = EventReader.Read(File.ReadAllBytes(file));

        Assert.Equal([0, 1, 300], events.Select(one => one.Step));
        Assert.Equal(["brain.Event:2", null, null], events.Select(one => one.Version));
        Assert.Equal(5, events[2].Scalars.Count);
        Assert.Equal((0.5f, 0.9f, 0.25f, 0.96f, 0.1f), (
            events[2].Scalars["loss/train"], events[2].Scalars["accuracy/train"], events[2].Scalars[$"loss/{split}"],
            events[2].Scalars[$"accuracy/{split}"], events[2].Scalars["learning_rate"]));
    }

    [Fact]
    public void A_resumed_run_has_another_file_that_tells_where_it_begins_again()
    {
        RunFolder folder = RunFolder.Create("small", root: _root);
        var network = new Network(Experiments.Read(Experiments.Small).Network, seed: 1);
        Assert.False(EventRecorder.IsUsedBy(folder));
        using (var recorder = new EventRecorder(folder, "test", TimeProvider.System))
            recorder.OnEpoch(Epoch(1), network);
        Assert.True(EventRecorder.IsUsedBy(folder));
        // Within the same second, as it may be.
        using (var recorder = new EventRecorder(folder, "test", TimeProvider.System, resumedAfter: 1))
            recorder.OnEpoch(Epoch(2), network);

        string[] files = [.. Directory.GetFiles(folder.Path, "events.out.tfevents.*").Order(StringComparer.Ordinal)];
        Assert.Equal(2, files.Length);
        var events = EventReader.Read(File.ReadAllBytes(files[1]));
        Assert.Equal([(0, false), (2, true), (2, false)], events.Select(one => (one.Step, one.IsRestart)));
        Assert.Equal(5, events[2].Scalars.Count);
    }

    private static EpochResult Epoch(int epoch) => new(
        epoch, 937, 0.125, new(0.5, 54_000, 60_000), new EvaluationResult(0.25, 9600, 10_000), 0.1f, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5));
}
