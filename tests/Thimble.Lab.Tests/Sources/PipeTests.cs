using System.Diagnostics;
using Thimble.Pictures;

namespace Thimble.Lab.Tests.Sources;

/// <summary>Named pipes in place of files: to open one would be to wait for ever.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly SourceFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a.csv", "a.csv: it is empty, or a pipe or a device; give a table of pictures")]
    [InlineData("a.jsonl", "a.jsonl: it is empty, or a pipe or a device; give a table of pictures")]
    [InlineData("a.npz", "a.npz: it is empty, or a pipe or a device; give a NumPy archive")]
    [InlineData("a.tar.gz", "a.tar.gz: it is empty, or a pipe or a device; give the published archive")]
    public void A_pipe_is_refused_and_not_waited_for(string name, string expected) => Assert.EndsWith(expected, SourceFiles.Refused(Pipe(name)));

    [Fact]
    public void A_pipe_among_the_files_of_a_data_set_is_refused()
    {
        foreach ((string name, byte[] content) in SourceFiles.CifarTen().Where(file => file.Name != "test_batch.bin"))
            _files.Write(name, content);
        Pipe("test_batch.bin");

        Assert.EndsWith("test_batch.bin: it is empty, or a pipe or a device; fetch it again", SourceFiles.Refused(_files.Root));
    }

    [Fact]
    public void A_pipe_that_is_named_as_a_pickle_of_CIFAR_is_nothing()
    {
        Pipe("data_batch_1");

        Assert.Null(DataSources.Recognize(_files.Root));
    }

    [Fact]
    public void A_pipe_in_place_of_the_mapping_of_EMNIST_is_refused()
    {
        foreach (string purpose in (string[])["train", "test"])
        {
            _files.Write($"emnist-digits-{purpose}-images-idx3-ubyte", SourceFiles.Idx(8, [1, 2, 2], SourceFiles.Pixels(4)));
            _files.Write($"emnist-digits-{purpose}-labels-idx1-ubyte", SourceFiles.Idx(8, [1], [3]));
        }

        Pipe("emnist-digits-mapping.txt");

        Assert.EndsWith(
            "emnist-digits-mapping.txt: it is empty, or a pipe or a device; fetch the file again, or take it away: the published names are known", SourceFiles.Refused(_files.Root));
    }

    private string Pipe(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made as on Linux.");
        string path = Path.Combine(_files.Root, name);
        using (Process make = Process.Start("mkfifo", path))
            make.WaitForExit();
        return path;
    }
}
