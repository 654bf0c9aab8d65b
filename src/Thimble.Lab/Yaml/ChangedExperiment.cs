using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>Reads an experiment with some settings changed, by the same rules as one that was written so.</summary>
internal static class ChangedExperiment
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="yaml">The text.</param>
    /// <param name="changes">The changes, in order.</param>
    /// <exception cref="ExperimentException">The file or a change has a mistake; each is named where it was made.</exception>
    public static Experiment Read(string file, string yaml, IReadOnlyList<SettingChange> changes)
    {
        YamlNode root = YamlText.Parse(file, yaml).Node!;
        var places = new YamlPlaces();
        var mistakes = new YamlMistakes();
        foreach (SettingChange change in changes)
            mistakes.Try(() => Put(root, change, places));
        Experiment experiment = mistakes.Try(() => ExperimentReader.Read(new YamlValue(file, "", root, line: 1, places), file, yaml));
        mistakes.Check();
        return experiment with
        {
            // Of two changes of one setting, or of a part of it, the later is the one that counts.
            Changes = [.. changes.Where((change, index) => !changes.Skip(index + 1).Any(later => later.Replaces(change.Key)))],
        };
    }

    private static void Put(YamlNode root, SettingChange change, YamlPlaces places)
    {
        var place = new YamlPlace(change.Origin, Line: 0, change.Key);
        YamlNode value = Parse(change);
        places.PutAll(value, place);
        new YamlPath(change.Key, place, places, problem => new ExperimentException(change.Origin, 0, change.Key, problem)).Put(root, value);
    }

    private static YamlNode Parse(SettingChange change)
    {
        try
        {
            return YamlText.Parse("", change.Value, "give a value").Node!;
        }
        catch (ExperimentException mistake)
        {
            throw new ExperimentException(change.Origin, 0, change.Key, $"found '{YamlText.OneLine(change.Value)}': {mistake.Problem}", mistake);
        }
    }
}
