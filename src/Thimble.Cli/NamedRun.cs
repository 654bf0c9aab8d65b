using Thimble.Lab;

namespace Thimble.Cli;

/// <summary>A run that a command line names: where an experiment's name stands for one of its runs, the command says which.</summary>
internal static class NamedRun
{
    /// <summary>The run's folder, and why it is this one.</summary>
    public static string Describe(RunFolder run) => run.Reason is { } reason ? $"{run.Path}: {reason}" : run.Path;
}
