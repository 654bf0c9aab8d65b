using Thimble.Lab.Yaml;
using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>Reads a search. Every mistake is an <see cref="ExperimentException"/> that names file, line and key.</summary>
internal static class SearchReader
{
    private const string Contents = "a search has at least name, base or experiment, and space";
    private const int MaximumTrials = 100_000;
    private const int MaximumSeeds = 1000;
    private const int MaximumRungs = 20;
    private const int MaximumSeconds = 1_000_000;

    /// <summary>Reads a search.</summary>
    /// <param name="file">The file's path; a base is looked for beside it.</param>
    /// <param name="yaml">The text.</param>
    public static SearchDefinition Read(string file, string yaml)
    {
        YamlMap map = YamlText.Parse(file, yaml, Contents).Map(
            "name", "base", "experiment", "space", "trials", "seed", "rungs", "finalists", "max_seconds");
        string? name = map.Required("name", ExperimentReader.ReadName);
        IReadOnlyList<SearchVariable>? variables = map.Required("space", SpaceReader.Read);
        // Without a name or with half a space the experiment would have mistakes that nobody made.
        ExperimentTemplate? template = name is null || variables is null
            ? null
            : map.Required("space", space => TemplateReader.Read(file, name, map, space, variables));
        var search = new SearchDefinition(name ?? "", file, new SearchSpace(variables ?? []), template!);
        search = search with
        {
            Trials = map.Integer("trials", 1, MaximumTrials, search.Trials),
            Seed = map.Optional("seed", seed => seed.Seed(), search.Seed),
            MaximumTime = map.Optional<TimeSpan?>("max_seconds", ReadTime),
        };
        search = map.Optional("rungs", rungs => WithRungs(search, rungs), search) ?? search;
        search = map.Optional("finalists", finalists => WithFinalists(search, finalists), search) ?? search;
        if (template is not null)
            map.Required("space", _ => CheckReads(search));
        map.Check();
        return search;
    }

    private static TimeSpan? ReadTime(YamlValue seconds) => TimeSpan.FromSeconds(seconds.Number(new(0, MaximumSeconds, LowIncluded: false)));

    private static SearchDefinition WithRungs(SearchDefinition search, YamlValue value)
    {
        YamlMap map = value.Map("epochs", "keep", "seeds");
        search = search with
        {
            Rungs = value,
            RungEpochs = map.Optional("epochs", ReadEpochs, []),
            Keep = map.Optional("keep", Fraction, search.Keep),
            RungSeeds = map.Integer("seeds", 1, MaximumSeeds, search.RungSeeds),
        };
        map.Check();
        return search;
    }

    private static IReadOnlyList<int> ReadEpochs(YamlValue list)
    {
        IReadOnlyList<int> epochs = YamlMistakes.Each(list.List(1, MaximumRungs, "epochs, one a rung"), rung => rung.Integer(1, Recipe.MaximumEpochs));
        return epochs.Zip(epochs.Skip(1)).All(pair => pair.First < pair.Second)
            ? epochs
            : throw list.Error($"found [{string.Join(", ", epochs)}]; allowed: epochs that rise from rung to rung");
    }

    private static SearchDefinition WithFinalists(SearchDefinition search, YamlValue value)
    {
        if (value.IsScalar)
            return search with { Finalists = value.Integer(1, MaximumTrials) };
        YamlMap map = value.Map("count", "seeds");
        search = search with
        {
            Finalists = map.Integer("count", 1, MaximumTrials, search.Finalists),
            FinalistSeeds = map.Integer("seeds", 1, MaximumSeeds, search.FinalistSeeds),
        };
        map.Check();
        return search;
    }

    // "A third" has no decimal that is exactly it.
    private static double Fraction(YamlValue value)
    {
        string[] parts = value.IsScalar ? value.Text(32).Split('/') : [];
        if (parts.Length != 2)
            return value.Share();
        return int.TryParse(parts[0], out int above) && int.TryParse(parts[1], out int below) && above > 0 && above <= below
            ? (double)above / below
            : throw value.Found("a fraction such as 1/3, up to 1");
    }

    // The same mistake is met with every combination that its line is part of, and told with the first.
    private static bool CheckReads(SearchDefinition search)
    {
        var mistakes = new YamlMistakes();
        var seen = new HashSet<(string, int, string, string)>();
        foreach (IReadOnlyList<SearchValue> values in search.Space.Probes())
        {
            try
            {
                search.CheckRungs(search.Template.Fill(search.Space, values));
            }
            catch (ExperimentException error)
            {
                // Some combinations of sound values make no network; those are drawn again, and counted.
                foreach (ExperimentException mistake in error.Mistakes.Where(mistake => !mistake.IsImpossibleNetwork))
                {
                    string problem = (mistake.InnerException as ExperimentException ?? mistake).Problem;
                    if (seen.Add((mistake.File, mistake.Line, mistake.Key, problem)))
                        mistakes.Add(mistake);
                }
            }
        }

        mistakes.Check();
        return true;
    }
}
