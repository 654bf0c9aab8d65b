namespace Thimble;

/// <summary>What a file has and what a network wants, side by side: the lines below the error where the two do not fit.</summary>
internal static class TensorTable
{
    private const int MostRows = 16;
    private const int NameWidth = 36;

    /// <summary>Writes the table: only what differs where there are names in common, everything in order where there are none.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<SafetensorsTensor> found, IReadOnlyList<SafetensorsTensor> wanted)
    {
        SafetensorsTensor[] left = ByModule(found);
        SafetensorsTensor[] right = ByModule(wanted);
        (string Has, string Wants)[] rows = left.Select(tensor => tensor.Name).Intersect(right.Select(tensor => tensor.Name)).Any()
            ? [.. ByName(left, right)]
            : [.. Enumerable.Range(0, Math.Max(left.Length, right.Length)).Select(i => (Words(left.ElementAtOrDefault(i)), Words(right.ElementAtOrDefault(i))))];
        int width = rows.Take(MostRows).Select(row => row.Has.Length).Append("the file has".Length).Max();
        return
        [
            .. rows.Take(MostRows).Prepend(("the file has", "the network wants")).Select(row => $"  {row.Item1.PadRight(width)}  {row.Item2}".TrimEnd()),
            .. rows.Length > MostRows ? [$"  … and {rows.Length - MostRows:N0} more lines"] : Array.Empty<string>(),
        ];
    }

    private static SafetensorsTensor[] ByModule(IReadOnlyList<SafetensorsTensor> tensors) =>
        [.. tensors.Where(tensor => !StateDict.IsCounter(tensor.Name)).GroupBy(tensor => StateDict.Module(tensor.Name)).SelectMany(module => module)];

    private static IEnumerable<(string Has, string Wants)> ByName(SafetensorsTensor[] found, SafetensorsTensor[] wanted)
    {
        foreach (SafetensorsTensor tensor in wanted)
        {
            SafetensorsTensor? same = Array.Find(found, other => other.Name == tensor.Name);
            if (same is null || !same.Shape.SequenceEqual(tensor.Shape) || !NetworkWeights.IsFloat(same.Type))
                yield return (Words(same), Words(tensor));
        }

        foreach (SafetensorsTensor extra in found.Where(tensor => !Array.Exists(wanted, other => other.Name == tensor.Name)))
            yield return (Words(extra), Words(null));
    }

    private static string Words(SafetensorsTensor? tensor)
    {
        if (tensor is null)
            return "-";
        string name = HiddenCharacter.Printable(tensor.Name);
        // The end of a long name says more than its middle.
        if (name.Length > NameWidth)
            name = $"{name[..(NameWidth / 2)]}…{name[^(NameWidth / 2)..]}";
        return $"{name} {SafetensorsFile.NameOf(tensor.Type)} [{string.Join(", ", tensor.Shape)}]";
    }
}
