using System.Text;

namespace Thimble.Tests.Files;

/// <summary>What is written over: links are followed, permissions stay, and what belongs together is replaced together.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_stays_and_its_target_is_written()
    {
        Directory.CreateDirectory(At("there/deep"));
        Directory.CreateDirectory(At("here"));
        File.WriteAllText(At("there/file"), "before");
        File.CreateSymbolicLink(At("here/relative"), "../there/file");
        File.CreateSymbolicLink(At("here/chain"), "relative");
        File.CreateSymbolicLink(At("here/absolute"), At("there/file"));
        Directory.CreateSymbolicLink(At("short"), "there/deep");
        // From the folder that the link leads to, not from the one that its path names.
        File.CreateSymbolicLink(At("there/deep/up"), "../file");

        foreach (string link in (string[])["here/relative", "here/chain", "here/absolute", "short/up"])
        {
            Write(link, link);
            Assert.NotNull(new FileInfo(At(link)).LinkTarget);
            Assert.Equal(link, File.ReadAllText(At("there/file")));
        }

        Assert.Equal(["deep", "file"], Directory.EnumerateFileSystemEntries(At("there")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_link_to_nothing_makes_its_target()
    {
        Directory.CreateDirectory(At("there"));
        File.CreateSymbolicLink(At("dangling"), "there/new");

        Write("dangling", "text");

        Assert.Equal("there/new", new FileInfo(At("dangling")).LinkTarget);
        Assert.Equal("text", File.ReadAllText(At("there/new")));
    }

    [Fact]
    public void Links_in_a_circle_are_one_line()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        Assert.Equal($"{At("a")}: its symbolic links lead in a circle; choose another name", Refusal("a"));
    }

    [Fact]
    public void Permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no permission bits.");
            return;
        }

        foreach (UnixFileMode mode in (UnixFileMode[])[UnixFileMode.UserRead | UnixFileMode.UserWrite, (UnixFileMode)0b110_110_100, (UnixFileMode)0b111_101_101])
        {
            File.WriteAllText(At("file"), "before");
            File.SetUnixFileMode(At("file"), mode);

            Write("file", "after");

            Assert.Equal(("after", mode), (File.ReadAllText(At("file")), File.GetUnixFileMode(At("file"))));
        }
    }

    [Fact]
    public void A_file_that_is_read_only_is_left_alone()
    {
        File.WriteAllText(At("file"), "before");
        new FileInfo(At("file")).IsReadOnly = true;

        Assert.Equal($"{At("file")}: this file is read-only; allow writing to it, or choose another name", Refusal("file"));
        Assert.Equal("before", File.ReadAllText(At("file")));
        new FileInfo(At("file")).IsReadOnly = false;
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("link"), "folder");

        Assert.All((string[])["folder", "link", "folder/", "new/"], name => Assert.Equal($"{At(name)}: this is a folder; name a file", Refusal(name)));
    }

    [Theory]
    [InlineData('a', 255)]
    [InlineData('é', 127)]
    public void A_name_as_long_as_the_disk_allows_is_written(char character, int length)
    {
        string name = new(character, length);

        Write(name, "content");

        Assert.Equal([name], Directory.GetFiles(_folder).Select(Path.GetFileName));
        Assert.Equal("content", File.ReadAllText(At(name)));
    }

    [Fact]
    public void Long_names_that_differ_at_their_end_alone_are_written_together()
    {
        string name = new('a', 200);

        AtomicFile.WriteTogether([(At($"{name}.h"), stream => stream.Write("header"u8)), (At($"{name}.c"), stream => stream.Write("source"u8))]);

        Assert.Equal("header", File.ReadAllText(At($"{name}.h")));
        Assert.Equal("source", File.ReadAllText(At($"{name}.c")));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_pipe_is_written_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no named pipes in folders.");
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", At("pipe")))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(At("link"), "pipe");
        foreach (string name in (string[])["pipe", "link"])
        {
            // To open it waits for the other end.
            Task<string> reader = Task.Run(() => File.ReadAllText(At("pipe")), TestContext.Current.CancellationToken);
            await Task.Run(() => Write(name, name), TestContext.Current.CancellationToken);
            Assert.Equal(name, await reader);
        }

        Assert.Equal(OutputKind.Stream, OutputPlace.Of(At("pipe")).Kind);
    }

    [Fact]
    public void Descriptors_and_devices_are_told_from_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux's names.");
        File.CreateSymbolicLink(At("out"), "/dev/stdout");

        Assert.Equal(1, OutputPlace.Of("/dev/stdout").Descriptor);
        Assert.Equal(1, OutputPlace.Of(At("out")).Descriptor);
        Assert.Equal(2, OutputPlace.Of("/proc/self/fd/2").Descriptor);
        Assert.Equal((OutputKind.Stream, null), (OutputPlace.Of("/dev/null").Kind, OutputPlace.Of("/dev/null").Descriptor));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_that_belong_together_are_replaced_together(bool areThere)
    {
        if (areThere)
        {
            File.WriteAllText(At("a"), "old a");
            File.WriteAllText(At("b"), "old b");
        }

        string[] before = Content();

        // A disk that fills while the second is written.
        string full = Assert.Throws<InvalidInputException>(() => AtomicFile.WriteTogether([Part("a", "new a"), (At("b"), _ => throw new IOException("No space left on device"))])).Message;
        Assert.StartsWith($"{At("b")}: cannot be written (No space left on device)", full);
        Assert.Equal(before, Content());

        // A place that is taken away between the two.
        string gone = Assert.Throws<InvalidInputException>(() => AtomicFile.WriteTogether([Part("a", "new a"), (At("b"), BlockB)])).Message;
        Assert.StartsWith($"{At("b")}: cannot be written (", gone);
        Assert.Equal(areThere ? ["a: old a"] : [], Content());
        Directory.Delete(At("b"), recursive: true);

        AtomicFile.WriteTogether([Part("a", "new a"), Part("b", "new b")]);
        Assert.Equal(["a: new a", "b: new b"], Content());
    }

    [Fact]
    public void What_cannot_be_put_back_stays_aside()
    {
        File.WriteAllText(At("a"), "old a");
        File.WriteAllText(At("b"), "old b");

        string message = Assert.Throws<InvalidInputException>(
            () => AtomicFile.WriteTogether([Part("a", "new a"), Part("b", "new b")], new FileSystemThatBreaks(atReplacement: 2))).Message;

        Assert.StartsWith($"{At("b")}: cannot be written (", message);
        Assert.Equal(["new a", "old a", "old b"], Directory.GetFiles(_folder).Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fault_that_is_no_matter_of_files_leaves_all_as_it_was()
    {
        File.WriteAllText(At("a"), "old");

        Assert.Throws<FormatException>(() => AtomicFile.WriteTogether([Part("a", "new"), (At("b"), _ => throw new FormatException())]));

        Assert.Equal(["a: old"], Content());
    }

    [Fact]
    public void Content_is_on_the_disk_before_it_is_put_in_place()
    {
        var files = new FileSystemThatRecords();

        AtomicFile.WriteTogether([Part("a", "a"), Part("b", "b")], files);

        Assert.Equal(["open", "flush", "open", "flush", "move", "move"], files.Calls);
    }

    [Fact]
    public void A_single_file_is_replaced_in_one_step_and_only_files_that_belong_together_are_kept_until_all_are_in_place()
    {
        File.WriteAllText(At("a"), "old");
        File.WriteAllText(At("b"), "old");
        var single = new FileSystemThatRecords();
        var together = new FileSystemThatRecords();

        AtomicFile.Write(At("a"), stream => stream.WriteByte(1), single);
        AtomicFile.WriteTogether([Part("a", "a"), Part("b", "b")], together);

        Assert.Equal(["open", "flush", "move"], single.Calls);
        Assert.Equal(["open", "flush", "open", "flush", "replace", "replace", "delete", "delete"], together.Calls);
        Assert.Equal(["a: a", "b: b"], Content());
    }

    [Fact]
    public void What_cannot_be_deleted_does_not_hide_why_nothing_was_written()
    {
        var files = new FileSystemThatRecords { CannotDelete = true };

        string message = Assert.Throws<InvalidInputException>(() => AtomicFile.Write(At("a"), _ => throw new IOException("No space left on device"), files)).Message;

        Assert.StartsWith($"{At("a")}: cannot be written (No space left on device)", message);
    }

    [Fact]
    public void Leftovers_are_deleted_by_the_name_of_their_file()
    {
        string[] left = ["a.txt.12-3.tmp", "a.txt.4-5.tmp"];
        string[] others = ["a.txt", "a.txt.tmp", "b.txt.12-3.tmp"];
        foreach (string name in left.Concat(others))
            File.WriteAllText(At(name), name);

        AtomicFile.DeleteLeftovers(_folder, "a.txt", FileSystem.Disk);

        Assert.Equal(others, Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void BlockB(Stream stream)
    {
        File.Delete(At("b"));
        Directory.CreateDirectory(At("b/in the way"));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Content() =>
        [.. Directory.EnumerateFiles(_folder).Select(path => $"{Path.GetFileName(path)}: {File.ReadAllText(path)}").Order()];

    private (string, Action<Stream>) Part(string name, string text) => (At(name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private void Write(string name, string text) => AtomicFile.Write(At(name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private string Refusal(string name) => Assert.Throws<InvalidInputException>(() => Write(name, "text")).Message;

    // From a replacement on nothing is renamed any more.
    private sealed class FileSystemThatBreaks(int atReplacement) : FileSystem
    {
        private int _replacements;

        public override void Replace(string source, string destination, string before)
        {
            if (++_replacements >= atReplacement)
                throw new IOException("Input/output error");
            base.Replace(source, destination, before);
        }

        public override void Move(string source, string destination) => throw new IOException("Input/output error");
    }
}
