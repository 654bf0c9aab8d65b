using System.Runtime.InteropServices;

namespace Thimble;

/// <summary>Files that the process was started with, by their numbers: 0 is the standard input, 1 the output, 2 the stream of errors.</summary>
internal static partial class OpenDescriptor
{
    /// <summary>
    /// Whether the process was given this one. Where a standard stream was closed, the runtime's next file or pipe gets its number, and what is
    /// written there goes into that; such files are closed when a program is started, which given ones cannot be.
    /// </summary>
    public static bool IsGiven(int number)
    {
        const int GetFlags = 1;
        const int ClosedAtStart = 1;
        return OperatingSystem.IsWindows() || (Control(number, GetFlags) & ClosedAtStart) == 0;
    }

    // -1, which has every bit, if there is no such file.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int number, int command);
}
