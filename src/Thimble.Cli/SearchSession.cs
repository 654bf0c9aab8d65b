using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;
using Thimble.Lab.Search;

namespace Thimble.Cli;

/// <summary>Carries a search out: shows how it goes, keeps what it finds, and continues where it was interrupted.</summary>
internal sealed class SearchSession
{
    private readonly CommandEnvironment _environment;
    private readonly CommandEnvironment _resultEnvironment;
    private readonly SearchSettings _settings;
    private readonly DataChoice _choice;

    /// <summary>Takes what the command line says.</summary>
    public SearchSession(CommandEnvironment environment, SearchSettings settings, DataChoice choice)
    {
        _resultEnvironment = settings.IsPlain ? environment.AsPlain() : environment;
        _environment = settings.IsQuiet || settings.IsJson ? environment.AsSilent() : _resultEnvironment;
        _settings = settings;
        _choice = choice;
    }

    private int Jobs => _settings.Jobs ?? Environment.ProcessorCount;

    /// <summary>Searches to the end, or until it is stopped.</summary>
    /// <returns>The exit code.</returns>
    public int Run(SearchDefinition definition)
    {
        OutputFiles.CheckFolder(_settings.OutputFolder);
        using var stop = new StopSignal();
        SearchPlan plan = Plan(definition, stop.Token);
        var folder = SearchFolder.Open(definition.Name, _settings.OutputFolder);
        if (_settings.Restarts)
            folder.PutAside(withJournal: true);
        using SearchJournal journal = OpenJournal(folder, plan);
        SearchHead.Show(_environment, plan, journal, folder, Jobs);
        SearchResult result = Search(plan, journal, stop.Token);
        SearchResultWriter.Write(folder, result);
        if (_settings.IsJson)
            _resultEnvironment.Output.WriteLine(SearchJson.Of(result, folder));
        else
            ShowEnd(result, folder);
        return result.IsComplete ? ExitCode.Success : ExitCode.Stopped;
    }

    private SearchPlan Plan(SearchDefinition definition, CancellationToken cancellation)
    {
        SearchDraws draws = SearchDraws.Of(definition);
        Experiment first = draws.Trials[0].Experiment;
        // So many of the test images are asked for, which are not looked at here.
        Experiment asked = first with { Data = first.Data with { EvaluatedImages = null } };
        (Experiment resolved, Dataset data) = _choice.Resolve(asked, _environment, cancellation);
        return new SearchPlan(definition, draws, resolved.Data, data);
    }

    private SearchJournal OpenJournal(SearchFolder folder, SearchPlan plan)
    {
        var journal = SearchJournal.Open(folder.JournalFile);
        try
        {
            bool isSame = journal.Fingerprint == plan.Fingerprint() && journal.Version == ProductVersion.Text;
            if (journal.Fingerprint is not null && !_settings.Extends)
                CheckGoesOn(folder, journal, plan);
            if (!isSame)
            {
                // The best of another search must not look like this one's.
                folder.PutAside(withJournal: false);
                journal.Begin(plan, ProductVersion.Text);
            }

            // Every time: the last start may have been cut off here, or the budget, which the journal knows nothing of, may be another.
            SearchResultWriter.WriteTrials(folder, plan);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private static void CheckGoesOn(SearchFolder folder, SearchJournal journal, SearchPlan plan)
    {
        if (journal.Fingerprint != plan.Fingerprint())
        {
            throw new InvalidInputException(
                $"{folder.Path}: the search has changed since this was begun (its space, rungs, base, seeds or data); "
                + "--extend continues with the runs that are in both, --restart begins again, --out takes another folder");
        }

        if (journal.Version != ProductVersion.Text)
        {
            throw new InvalidInputException(
                $"{folder.Path}: begun with Thimble {journal.Version}, and this is {ProductVersion.Text}: results of two versions would be ranked together; "
                + "--extend continues nevertheless, --restart begins again, --out takes another folder");
        }
    }

    private SearchResult Search(SearchPlan plan, SearchJournal journal, CancellationToken cancellation)
    {
        var runner = new SearchRunner(plan, journal, Jobs, _environment.Time);
        if (!_environment.IsTerminal)
            return runner.Run(new PlainSearchDisplay(_environment, plan), cancellation);
        using var display = new LiveSearchDisplay(_environment, plan);
        return runner.Run(display, cancellation);
    }

    private void ShowEnd(SearchResult result, SearchFolder folder)
    {
        SearchTables.Show(_resultEnvironment, result);
        LabelledLine.Write(_resultEnvironment, "Kept", $"{folder.ResultsFile}, {folder.PlotFile}{(result.IsComplete ? $", {folder.BestFile}" : "")}");
        if (result.IsComplete)
        {
            LabelledLine.Write(_resultEnvironment, "Next", _resultEnvironment.Call(["train", ShellWord.OfPath(folder.BestFile), .. _choice.Words]));
            return;
        }

        LabelledLine.Write(_resultEnvironment, "Stopped", "every finished run is kept; the same command continues", "yellow");
    }
}
