using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Thimble;

/// <summary>What a path that is to be written leads to.</summary>
/// <param name="Target">The file itself: symbolic links are followed to their end, which need not exist.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Descriptor">The open file of this process that the path names, as <c>/dev/stdout</c> does; null otherwise.</param>
internal readonly partial record struct OutputPlace(string Target, OutputKind Kind, int? Descriptor = null)
{
    private const int MostLinks = 40;

    /// <summary>Looks at the path of a file that is to be written. Nothing is opened: a pipe would take that for its writer's end.</summary>
    /// <exception cref="InvalidInputException">No file can be written there: it is a folder, is marked read-only, or its links lead in a circle.</exception>
    public static OutputPlace Of(string path)
    {
        OutputPlace place = Find(path);
        if (place.Kind == OutputKind.Folder || Path.EndsInDirectorySeparator(path))
            throw new InvalidInputException($"{path}: this is a folder; name a file");
        return place.Kind == OutputKind.File && File.GetAttributes(place.Target).HasFlag(FileAttributes.ReadOnly)
            ? throw new InvalidInputException($"{path}: this file is read-only; allow writing to it, or choose another name")
            : place;
    }

    private static OutputPlace Find(string path)
    {
        string target = new FileInfo(path).LinkTarget is null ? path : Follow(path);
        if (Descriptor() is { } own)
            return new(target, OutputKind.Stream, own);
        OutputKind kind = Directory.Exists(target) ? OutputKind.Folder
            : !File.Exists(target) ? OutputKind.Nothing
            : IsStream(target) ? OutputKind.Stream
            : OutputKind.File;
        return new(target, kind);

        int? Descriptor() => DescriptorPath().Match(target) is { Success: true } match
            && (match.Groups["process"].Length == 0 || match.Groups["process"].Value == $"{Environment.ProcessId}")
            ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)
            : null;
    }

    // Folder by folder, as the kernel does: after a link to a folder, '..' is not the folder that is written before it.
    private static string Follow(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var parts = new Stack<string>();
        Push(Path.Combine(Directory.GetCurrentDirectory(), path));
        string real = "/";
        for (int links = 0; parts.TryPop(out string? part);)
        {
            string next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            if (DescriptorPath().IsMatch(next) || new FileInfo(next).LinkTarget is not { } link)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
                throw new InvalidInputException($"{path}: its symbolic links lead in a circle; choose another name");
            if (Path.IsPathRooted(link))
                real = "/";
            Push(link);
        }

        return real;

        void Push(string names)
        {
            foreach (string name in names.Split('/').Where(name => name is not ("" or ".")).Reverse())
                parts.Push(name);
        }
    }

    // .NET tells links and folders apart, and nothing else.
    private static bool IsStream(string path)
    {
        const int RelativeToCurrent = -100;
        const uint Type = 1;
        if (OperatingSystem.IsLinux() && Statx(RelativeToCurrent, path, 0, Type, out FileStatus status) == 0)
            return (status.Mode & FileStatus.TypeBits) != FileStatus.OrdinaryFile;
        return Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
    }

    [GeneratedRegex("^(/proc/(?<process>[0-9]+)(/task/[0-9]+)?|/dev)/fd/(?<number>[0-9]{1,9})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DescriptorPath();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out FileStatus status);

    /// <summary>Linux's <c>struct statx</c>, the same on every processor, as far as it is of interest.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct FileStatus
    {
        public const ushort TypeBits = 0xF000;
        public const ushort OrdinaryFile = 0x8000;

        [FieldOffset(28)]
        public readonly ushort Mode;
    }
}

/// <summary>Kinds of places that are written to.</summary>
internal enum OutputKind
{
    /// <summary>Nothing yet.</summary>
    Nothing,

    /// <summary>An ordinary file, which is replaced.</summary>
    File,

    /// <summary>A folder, in whose place no file is written.</summary>
    Folder,

    /// <summary>A device, a pipe, a socket or an open file of this process: it is written through, and nothing is replaced.</summary>
    Stream,
}
