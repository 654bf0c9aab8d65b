using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Reports;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble report RUN…</c>.</summary>
internal static class ReportCommand
{
    private const int MostNamed = 3;

    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "Runs: folders, names (part3/2), or an experiment's name for its best finished full run. Several are compared. Or a group of seeds (part3/seeds-1).",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--out")
        {
            Description = "The folder for report.md, its plots and report.html. [default: RUN/report; reports/NAMES for several]",
            HelpName = "DIR",
        };
        var open = new Option<string?>("--open")
        {
            Description = "Whether to show the report in the browser. [default: yes on a terminal]",
            HelpName = "yes|no",
        };
        open.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("yes" or "no"))
                result.AddError($"--open is '{result.Tokens[0].Value}'; give yes or no");
        });
        Option<bool> force = OutputFiles.CreateForce();
        var command = new Command("report", "Write a report of a run, or of several side by side, from their folders alone.") { runs, output, force, open };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble report part3",
                "thimble report part1 part2 part3 --out docs/parts",
                "thimble report part3/1 part3/2 --open no",
                "thimble report part3/seeds-1",
            ]);
        command.SetAction(words =>
        {
            bool opens = words.GetValue(open) is { } choice ? choice == "yes" : environment.IsTerminal;
            string[] names = words.GetRequiredValue(runs);
            SeedGroup[] groups = [.. names.Select(name => SeedGroup.Find(name)).OfType<SeedGroup>()];
            if (groups.Length > 0 && names.Length > 1)
                throw new InvalidInputException($"report: {groups[0].Name} is a group of seeds, which has a report of its own; name it alone");
            if (groups.Length == 1)
                return Run(environment, FolderOf(groups[0]), () => Report.Of(GroupDisplay.Load(environment, groups[0])), words.GetValue(output), words.GetValue(force), opens);
            RunFolder[] folders = [.. names.Select(name => RunFolder.Open(name))];
            return Run(environment, FolderOf(folders), () => Report.Of(folders), words.GetValue(output), words.GetValue(force), opens, folders);
        });
        return command;
    }

    private static int Run(CommandEnvironment environment, string usual, Func<Report> make, string? named, bool overwrites, bool opens, params RunFolder[] runs)
    {
        string folder = named ?? usual;
        OutputFiles.CheckFolder(folder);
        Report report = make();
        // A folder that nobody named is Thimble's own, and so is the report in it.
        OutputFiles.Check(overwrites || named is null, report.FileNames.Select(name => Path.Combine(folder, name)));
        report.Write(folder);
        foreach (RunFolder run in runs.Where(run => run.Reason is not null))
            LabelledLine.Write(environment, "Run", NamedRun.Describe(run));
        string page = Path.Combine(folder, Report.HtmlFile);
        LabelledLine.Write(environment, "Markdown", Path.Combine(folder, Report.MarkdownFile));
        LabelledLine.Write(environment, "Page", page);
        if (opens)
            Show(page);
        return ExitCode.Success;
    }

    private static string FolderOf(SeedGroup group) => Path.Combine("reports", group.Name.Replace('/', '-').Replace(Path.DirectorySeparatorChar, '-'));

    private static string FolderOf(RunFolder[] runs)
    {
        if (runs.Length == 1)
            return Path.Combine(runs[0].Path, "report");
        IEnumerable<string> names = runs.Take(MostNamed)
            .Select(run => (run.Name == run.Path ? Path.GetFileName(Path.GetFullPath(run.Path)) : run.Name).Replace('/', '-'));
        string more = runs.Length > MostNamed ? $"+{runs.Length - MostNamed}-more" : "";
        return Path.Combine("reports", string.Join('+', names) + more);
    }

    // The page is named above, so nothing is lost where there is no browser to show it.
    private static void Show(string page)
    {
        try
        {
            Process.Start(new ProcessStartInfo(Path.GetFullPath(page)) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException or IOException)
        {
        }
    }
}
