using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli;

/// <summary>A run that is over, however it ended.</summary>
/// <param name="Folder">Where it is kept.</param>
/// <param name="Result">What it brought.</param>
/// <param name="Verdict">What the budget says of it.</param>
/// <param name="ExitCode">What the process tells its caller.</param>
internal sealed record FinishedRun(RunFolder Folder, TrainingResult Result, Verdict Verdict, int ExitCode);
