using System.Diagnostics;
using System.Reflection;

namespace Thimble.Cli;

/// <summary>Which Thimble this is.</summary>
internal static class ProductVersion
{
    /// <summary>The version, without the build's hash.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Whether the engine was compiled without optimization: several times slower than it can be.</summary>
    public static bool IsDebugBuild { get; } =
        typeof(Shape).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true;
}
