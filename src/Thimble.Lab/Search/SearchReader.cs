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
        string name = ExperimentReader.ReadName(map.Required("name"));
        YamlValue choices = map.Required("space");
        IReadOnlyList<SearchVariable> variables = SpaceReader.Read(choices);
        ExperimentTemplate template = TemplateReader.Read(file, name, map, choices, variables);
        var space = new SearchSpace(variables);
        var search = new SearchDefinition(name, file, space, template);
        search = search with
        {
            Trials = map.Integer("trials", 1, MaximumTrials, search.Trials),
            Seed = map["seed"]?.Seed() ?? search.Seed,
            MaximumTime = map["max_seconds"] is { } seconds ? TimeSpan.FromSeconds(seconds.Number(new(0, MaximumSeconds, LowIncluded: false))) : null,
        };
        if (map["rungs"] is { } rungs)
            search = WithRungs(search, rungs);
        if (map["finalists"] is { } finalists)
            search = WithFinalists(search, finalists);
        foreach (IReadOnlyList<SearchValue> values in space.Probes())
            CheckReads(search, values);
        return search;
    }

    private static SearchDefinition WithRungs(SearchDefinition search, YamlValue value)
    {
        YamlMap map = value.Map("epochs", "keep", "seeds");
        YamlValue? list = map["epochs"];
        int[] epochs = [.. list?.List(1, MaximumRungs, "epochs, one a rung").Select(rung => rung.Integer(1, Recipe.MaximumEpochs)) ?? []];
        if (epochs.Zip(epochs.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw list!.Error($"found [{string.Join(", ", epochs)}]; allowed: epochs that rise from rung to rung");
        return search with
        {
            Rungs = value,
            RungEpochs = epochs,
            Keep = map["keep"] is { } keep ? Fraction(keep) : search.Keep,
            RungSeeds = map.Integer("seeds", 1, MaximumSeeds, search.RungSeeds),
        };
    }

    private static SearchDefinition WithFinalists(SearchDefinition search, YamlValue value)
    {
        if (value.IsScalar)
            return search with { Finalists = value.Integer(1, MaximumTrials) };
        YamlMap map = value.Map("count", "seeds");
        return search with
        {
            Finalists = map.Integer("count", 1, MaximumTrials, search.Finalists),
            FinalistSeeds = map.Integer("seeds", 1, MaximumSeeds, search.FinalistSeeds),
        };
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

    private static void CheckReads(SearchDefinition search, IReadOnlyList<SearchValue> values)
    {
        try
        {
            search.CheckRungs(search.Template.Fill(search.Space, values));
        }
        catch (ExperimentException mistake) when (mistake.IsImpossibleNetwork)
        {
            // Some combinations of sound values make no network; those are drawn again, and counted.
        }
    }
}
