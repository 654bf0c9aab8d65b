using Thimble.Training;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>A recipe in YAML, and the seed that is written with it.</summary>
internal static class RecipeYaml
{
    // The seed belongs to a run and not to the recipe, but people look for it here, after epochs and batch size.
    private const int PlaceOfSeed = 2;

    /// <summary>The seed's key.</summary>
    public const string Seed = "seed";

    /// <summary>Reads a recipe and the seed.</summary>
    public static (Recipe Recipe, ulong Seed) Read(YamlValue value)
    {
        IReadOnlyList<string> keys = Recipe.Schema.Keys;
        YamlMap map = value.Map([.. keys.Take(PlaceOfSeed), Seed, .. keys.Skip(PlaceOfSeed)]);
        ulong seed = map.Optional(Seed, written => written.Seed(), 1UL);
        return (Recipe.Schema.Read(new YamlOptionReader(map, Recipe.Schema.Options)), seed);
    }

    /// <summary>Writes a recipe and the seed, every setting spelled out.</summary>
    public static YamlMappingNode Write(Recipe recipe, ulong seed)
    {
        YamlMappingNode node = YamlOptionWriter.Record(recipe, Recipe.Schema, withDefaults: true);
        node.Style = MappingStyle.Block;
        node.Children.Insert(PlaceOfSeed, YamlText.Word(Seed), YamlText.Number(seed));
        return node;
    }
}
