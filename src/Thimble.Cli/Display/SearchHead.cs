using Spectre.Console;
using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>What a search is going to do.</summary>
internal static class SearchHead
{
    /// <summary>Shows it.</summary>
    public static void Show(CommandEnvironment environment, SearchPlan plan, SearchJournal journal, SearchFolder folder, int jobs)
    {
        if (ProductVersion.IsDebugBuild)
            environment.Error.WriteLine("thimble: warning: a debug build, many times slower; build with -c Release.");
        LabelledLine.Write(environment, "Search", $"{plan.Definition.Name}: {Space(plan)}");
        LabelledLine.Write(environment, "Budget", Budget(plan));
        if (plan.Draws.Impossible > 0)
            LabelledLine.Write(environment, "Left out", $"{SearchLine.Count(plan.Draws.Impossible, "combination")} that make no network, the first: {plan.Draws.ImpossibleExample}");
        if (plan.Draws.Same > 0)
            LabelledLine.Write(environment, "Left out", $"{SearchLine.Count(plan.Draws.Same, "combination")} that make the same experiment as another");
        LabelledLine.Write(environment, "Rounds", string.Join("; ", plan.Stages.Select(stage => Round(plan, stage))));
        LabelledLine.Write(environment, "Data", DataLine.Of(plan.Data));
        LabelledLine.Write(environment, "Kept in", $"{folder.Path}{Known(journal)}");
        LabelledLine.Write(environment, "Training", $"{SearchLine.Count(jobs, "run")} at a time, {Threads(jobs)}, {VectorWidth.InWords}");
        environment.Console.WriteLine();
    }

    private static string Threads(int jobs) => jobs == 1 ? "one thread" : "a thread each (more where a round has at most half as many)";

    private static string Space(SearchPlan plan)
    {
        SearchSpace space = plan.Definition.Space;
        string size = space.Size is { } count ? $"{SearchLine.Count(count, "combination")}" : "combinations without number";
        string tried = plan.Draws.IsGrid ? "all within the budget" : $"{plan.Trials.Count:N0} at random (seed {plan.Definition.Seed})";
        string missing = !plan.Draws.IsGrid && plan.Trials.Count < plan.Definition.Trials ? $", no more were found of the {plan.Definition.Trials:N0} asked for" : "";
        return $"{SearchLine.Count(space.Variables.Count, "variable")}, {size}; tried: {tried}{missing}";
    }

    private static string Budget(SearchPlan plan)
    {
        Budget budget = plan.Trials[0].Experiment.Budget;
        string[] lines =
        [
            .. budget.ParametersBelow is { } bound ? [$"under {bound:N0} parameters"] : Array.Empty<string>(),
            .. budget.Epochs is { } epochs ? [$"at most {SearchLine.Count(epochs, "epoch")}"] : Array.Empty<string>(),
            .. budget.Ram is { } ram ? [$"at most {SearchLine.Count(ram, "byte")} of RAM"] : Array.Empty<string>(),
            .. budget.Flash is { } flash ? [$"at most {SearchLine.Count(flash, "byte")} of flash"] : Array.Empty<string>(),
            .. budget.MultiplyAdds is { } most ? [$"at most {SearchLine.Count(most, "multiply-add")}"] : Array.Empty<string>(),
        ];
        if (lines.Length == 0)
            return "none: the experiment sets no bound of parameters, epochs or a device";
        string over = plan.Draws.OverBudget == 0
            ? "no combination was over it"
            : $"{SearchLine.Count(plan.Draws.OverBudget, "combination")} over it, not trained{(plan.Draws.IsGrid ? "" : " but replaced")}";
        return $"{string.Join(", ", lines)}; {over}";
    }

    private static string Round(SearchPlan plan, SearchStage stage)
    {
        string epochs = stage.Epochs is { } count ? SearchLine.Count(count, "epoch") : "the recipe's epochs";
        return $"{stage.Name}: {SearchLine.Count(plan.TrialsIn(stage), "trial")}, {SearchLine.Count(stage.Seeds.Count, "seed")}, {epochs}";
    }

    private static string Known(SearchJournal journal) =>
        (journal.Count > 0 ? $"; {SearchLine.Count(journal.Count, "run")} kept from before" : "")
        + (journal.WasTorn ? "; the last line was torn and is dropped" : "");
}
