using System.CommandLine;

namespace Thimble.Cli.Options;

/// <summary><c>--preparation digit|whole|fit|crop</c>.</summary>
internal static class PreparationOption
{
    /// <summary>The kinds there are, as the command line takes them: <c>digit|whole|fit|crop</c>.</summary>
    public static string Kinds { get; } = string.Join('|', PicturePreparation.All.Keys);

    /// <summary>Creates the option.</summary>
    public static Option<string?> Create()
    {
        var preparation = new Option<string?>("--preparation")
        {
            Description = "How pictures become inputs, in place of what the network's file says.",
            HelpName = Kinds,
        };
        preparation.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !PicturePreparation.All.Keys.Contains(result.Tokens[0].Value))
                result.AddError($"--preparation is '{result.Tokens[0].Value}'; give one of {string.Join(", ", PicturePreparation.All.Keys)}");
        });
        return preparation;
    }

    /// <summary>The network with the preparation that was given, or with its own.</summary>
    /// <param name="words">The command line.</param>
    /// <param name="preparation">The option.</param>
    /// <param name="trained">The network.</param>
    public static TrainedNetwork Apply(ParseResult words, Option<string?> preparation, TrainedNetwork trained) =>
        words.GetValue(preparation) is { } key
            ? trained with { Description = trained.Description with { Preparation = PicturePreparation.All.OfKey(key).CreateDefault() } }
            : trained;

    /// <summary>Says what is assumed where neither the network nor the command line says how pictures become inputs.</summary>
    /// <param name="environment">Where it is said: on the error stream, so that the answer stays as it is.</param>
    /// <param name="source">What the network was loaded from.</param>
    /// <param name="description">The network.</param>
    public static void TellAssumption(CommandEnvironment environment, string source, NetworkDescription description)
    {
        if (!description.IsPreparationAssumed)
            return;
        string data = description.DataName.Length == 0 ? "data without a name" : description.DataName;
        environment.Error.WriteLine(
            $"thimble: {source} does not say how pictures become its inputs; assumed as for {data}: {description.Preparation.Name}; --preparation {Kinds} chooses");
    }
}
