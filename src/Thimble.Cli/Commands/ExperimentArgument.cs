using System.CommandLine;

namespace Thimble.Cli.Commands;

/// <summary>The argument that names an experiment.</summary>
internal static class ExperimentArgument
{
    /// <summary>Creates the argument.</summary>
    public static Argument<string> Create() => new("EXPERIMENT")
    {
        Description = "A built-in experiment ('thimble experiments' lists them) or a YAML file.",
    };
}
