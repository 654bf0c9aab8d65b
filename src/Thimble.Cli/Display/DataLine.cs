namespace Thimble.Cli.Display;

/// <summary>Data sets in a line: name, source, counts and which content.</summary>
internal static class DataLine
{
    private const int HashDigits = 12;

    /// <summary>The line for a whole data set.</summary>
    public static string Of(Dataset data) =>
        $"{data.Name}, {data.Source}: {data.Train.Count:N0} training images ({Short(data.Train.ContentHash)}), {data.Evaluated.Count:N0} {data.EvaluatedSplit} images ({Short(data.Evaluated.ContentHash)})";

    /// <summary>The first digits of a content hash: enough to tell data sets apart.</summary>
    public static string Short(string contentHash) => $"sha256 {contentHash[..Math.Min(HashDigits, contentHash.Length)]}…";
}
