namespace Thimble.Cli;

/// <summary>Errors as the command line shows them: the library says what would help, and only here is it known which option does it.</summary>
internal static class Advice
{
    /// <summary>An error's message in one line, with the option that would help.</summary>
    public static string MessageOf(ThimbleException error) => error.Message.ReplaceLineEndings(" ") + OptionFor(error.Remedy);

    private static string OptionFor(Remedy remedy) => remedy switch
    {
        Remedy.WriteElsewhere => " with --out",
        Remedy.GiveDataFolder => ": --data DIR",
        Remedy.LeaveDataFolderOut => ": leave out --data",
        Remedy.NameNetwork => " with --experiment",
        Remedy.LeaveNetworkOut => ": leave out --experiment",
        Remedy.ScalePicture => ": leave out --raw",
        Remedy.RestartSearch => " with --restart",
        Remedy.TrainFirst => ": thimble train part3",
        _ => "",
    };
}
