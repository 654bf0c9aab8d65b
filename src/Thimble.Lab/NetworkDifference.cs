using Thimble.Lab.Yaml;

namespace Thimble.Lab;

/// <summary>What has to be taken away from one network, and added, to get another.</summary>
public static class NetworkDifference
{
    /// <summary>The fewest changes, in the order of the layers; none if the networks are the same.</summary>
    public static IReadOnlyList<LayerChange> Between(NetworkDefinition first, NetworkDefinition second)
    {
        string[] before = Lines(first);
        string[] after = Lines(second);
        int[,] common = CommonLengths(before, after);
        var changes = new List<LayerChange>();
        int i = 0;
        int j = 0;
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                changes.Add(new(i + 1, IsAdded: false, before[i++]));
            }
            else
            {
                changes.Add(new(j + 1, IsAdded: true, after[j++]));
            }
        }

        return changes;
    }

    /// <summary>The longest common subsequence of what is left from each pair of places on.</summary>
    private static int[,] CommonLengths(string[] before, string[] after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
                lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }

    private static string[] Lines(NetworkDefinition network) =>
    [
        .. YamlText.Write(ExperimentWriter.Network(network)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Replace("- ", "", StringComparison.Ordinal)),
    ];
}
