using Thimble.Lab.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>Reads the experiment that a search starts from, and finds the place of every variable in it.</summary>
internal static class TemplateReader
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The search's file.</param>
    /// <param name="name">The search's name.</param>
    /// <param name="search">The search.</param>
    /// <param name="space">Its variables as they stand in the file, for errors.</param>
    /// <param name="variables">The same, read.</param>
    public static ExperimentTemplate Read(
        string file, string name, YamlMap search, YamlValue space, IReadOnlyList<SearchVariable> variables)
    {
        (string baseFile, YamlNode root) = ReadBase(file, search, space);
        var places = new YamlPlaces();
        AddName(root, name);
        var mistakes = new YamlMistakes();
        foreach (SearchVariable variable in variables.Where(variable => variable.Name.Contains('.')))
            mistakes.Try(() => PutPlaceholder(root, variable, file, places));
        mistakes.Check();
        CheckPlaceholders(file, baseFile, root, space, variables);
        return new(name, baseFile, root, file, places);
    }

    private static (string File, YamlNode Root) ReadBase(string file, YamlMap search, YamlValue space)
    {
        YamlValue? named = search["base"];
        YamlValue? inline = search["experiment"];
        if (named is not null && inline is not null)
            throw inline.Error("there is a base, too; give one of the two");
        if (inline is not null)
        {
            return inline.Node is YamlMappingNode root
                ? (file, root)
                : throw inline.Found("an experiment: data, input, network and recipe");
        }

        if (named is null)
            throw space.Error("there is nothing to vary; add base (a built-in experiment or a file) or experiment (an experiment in place)");
        string name = named.Text(1024);
        if (ExperimentCatalogue.Names.Contains(name))
        {
            string builtIn = $"{name} ({ExperimentCatalogue.BuiltIn})";
            return (builtIn, YamlText.Parse(builtIn, ExperimentCatalogue.BuiltInText(name)).Node!);
        }

        string path = Path.Combine(Path.GetDirectoryName(file) ?? "", name);
        return File.Exists(path)
            ? (path, YamlText.Parse(path, ExperimentCatalogue.ReadText(path)).Node!)
            : throw named.Error($"there is no experiment or file '{YamlText.OneLine(name)}' beside the search; built in are {string.Join(", ", ExperimentCatalogue.Names)}");
    }

    // An experiment in place needs no name of its own.
    private static void AddName(YamlNode root, string name)
    {
        if (root is YamlMappingNode map && !map.Children.ContainsKey("name"))
            map.Children.Add("name", new YamlScalarNode(name));
    }

    private static void PutPlaceholder(YamlNode root, SearchVariable variable, string file, YamlPlaces places)
    {
        var place = new YamlPlace(file, variable.Line);
        var placeholder = new YamlScalarNode($"${variable.Name}") { Style = ScalarStyle.Plain };
        places.Put(placeholder, place);
        new YamlPath(variable.Name, place, places, problem => new ExperimentException(file, variable.Line, $"space.{variable.Name}", problem)).Put(root, placeholder);
    }

    private static void CheckPlaceholders(
        string file, string baseFile, YamlNode root, YamlValue space, IReadOnlyList<SearchVariable> variables)
    {
        string[] names = [.. variables.Select(variable => variable.Name)];
        var placeholders = new Placeholders(names);
        placeholders.Collect(root, baseFile);
        foreach (SearchValue value in variables.OfType<ChoiceVariable>().SelectMany(variable => variable.Values))
            placeholders.Collect(value.Node, file);
        foreach (SearchVariable idle in variables.Where(variable => !placeholders.Used.Contains(variable.Name)))
            placeholders.Mistakes.Add(new ExperimentException(file, idle.Line, $"space.{idle.Name}", $"no ${idle.Name} is used anywhere in the experiment; put it in the place of a value, or name a path such as recipe.batch_size"));
        placeholders.Mistakes.Check();
    }

    /// <summary>The placeholders of an experiment, as they are met.</summary>
    private sealed class Placeholders(string[] names)
    {
        public YamlMistakes Mistakes { get; } = new();

        /// <summary>The variables that stand somewhere, or were meant to.</summary>
        public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

        public void Collect(YamlNode node, string file)
        {
            if (ExperimentTemplate.PlaceholderIn(node) is { } name)
            {
                string? nearest = names.Contains(name) ? name : Spelling.Nearest(name, names);
                if (nearest is not null)
                    Used.Add(nearest);
                if (nearest != name)
                    Mistakes.Add(new ExperimentException(file, Math.Max(1, (int)node.Start.Line), "", $"'${name}' is no variable of the search; in space there are {string.Join(", ", names)}{(nearest is null ? "" : $"; did you mean '${nearest}'?")}"));
            }

            IEnumerable<YamlNode> inner = node switch
            {
                YamlSequenceNode list => list.Children,
                YamlMappingNode map => map.Children.Values,
                _ => [],
            };
            foreach (YamlNode child in inner)
                Collect(child, file);
        }
    }
}
