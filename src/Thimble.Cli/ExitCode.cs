using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done. A missed budget is a result, not an error.</summary>
    public const int Success = 0;

    /// <summary>A failure that is not the caller's, and a training that diverged.</summary>
    public const int Failure = 1;

    /// <summary>A mistake in the command line or in what was given.</summary>
    public const int InvalidInput = 2;

    /// <summary>Data that is not available.</summary>
    public const int DataUnavailable = 3;

    /// <summary>The budget was missed, and <c>--require-budget</c> made that an error; or one run cannot tell, since it asks for the mean of several seeds.</summary>
    public const int BudgetMissed = 4;

    /// <summary>A picture is unlike everything that the network was trained on; the others were answered.</summary>
    public const int NotRecognized = 5;

    /// <summary>Stopped by Ctrl-C or a signal: 128 + SIGINT, as shells count.</summary>
    public const int Stopped = 130;

    /// <summary>The code of a run that is over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="requiresBudget">Whether a missed budget is an error.</param>
    public static int Of(ExperimentRun run, bool requiresBudget) => run.Result.Status switch
    {
        TrainingStatus.Cancelled => Stopped,
        TrainingStatus.Diverged => Failure,
        _ => requiresBudget && (!run.Verdict.Met || run.Verdict.IsOpen) ? BudgetMissed : Success,
    };
}
