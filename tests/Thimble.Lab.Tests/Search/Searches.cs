using Thimble.Lab.Search;

namespace Thimble.Lab.Tests.Search;

/// <summary>Searches for tests: a network of a linear layer, on a few drawn digits.</summary>
internal static class Searches
{
    public const string Small =
        """
        name: small
        experiment:
          data: {name: synthetic-digits, train_images: 160, validation: {images: 60}}
          input: [1, 28, 28]
          network:
            - max_pool2d: $pool
            - flatten
            - linear: 10
          recipe:
            epochs: 3
            batch_size: $batch
            optimizer: {sgd: {learning_rate: $rate}}
          budget: {parameters_below: 5000}
        space:
          pool: [2, 4, 7]
          batch: [16, 32]
          rate: {from: 0.01, to: 0.1, log: true}
        trials: 6
        rungs: {epochs: [1, 2], keep: 1/2}
        finalists: {count: 2, seeds: 2}
        """;

    public static SearchDefinition Read(string yaml) => SearchReader.Read("my.yaml", yaml);

    /// <summary>The message of the mistake in a text.</summary>
    public static string MistakeIn(string yaml)
    {
        string message = Assert.ThrowsAny<InvalidInputException>(() => Read(yaml)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>A search made ready, on drawn digits.</summary>
    public static SearchPlan Plan(string yaml)
    {
        SearchDefinition definition = Read(yaml);
        SearchDraws draws = SearchDraws.Of(definition);
        ExperimentData asked = draws.Trials[0].Experiment.Data;
        return new(definition, draws, asked, asked.Apply(SyntheticDigits.Create(asked.TrainImages!.Value, testCount: 1)));
    }

    /// <summary>What came out, without times: each round's trials in order, with every figure of every seed.</summary>
    public static string Figures(SearchResult result) => string.Join('\n', result.Rounds.Select(round => string.Join(
        " | ", round.Select(standing => $"{standing.Trial.Name}: {string.Join(' ', standing.Runs.Select(run => $"{run.Seed}={string.Join(',', run.Correct)}"))}"))));
}
