using System.Reflection;

namespace Thimble;

/// <summary>The version of this library.</summary>
internal static class LibraryVersion
{
    /// <summary>The version with the hash of its build; <c>unknown</c> if the build has none.</summary>
    public static string Current { get; } =
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
