using System.Text;

namespace Thimble;

/// <summary>
/// The tensors of a file under the names of a network: as they are, without what wrappers put before them, or found by shape and order
/// where modules have names of their own.
/// </summary>
/// <param name="Tensors">The tensors by the network's names, and what the network does not have by the file's.</param>
/// <param name="Notes">What was done, a phrase each; none where the names are the network's.</param>
internal sealed record StateDict(IReadOnlyDictionary<string, SafetensorsTensor> Tensors, IReadOnlyList<string> Notes)
{
    /// <summary>PyTorch's count of batches in every normalization: files without it are read, as PyTorch reads them.</summary>
    public const string Counter = "num_batches_tracked";

    private const int MostNamed = 4;

    /// <summary>Which modules could be any of several layers, and why, as a clause; null if that is not what is wrong.</summary>
    public string? Doubt { get; private init; }

    // DistributedDataParallel and DataParallel, and torch.compile, around a network or a part of it.
    private static readonly string[] Wrappers = ["module", "_orig_mod"];

    /// <summary>Finds a network's tensors in a file.</summary>
    /// <param name="tensors">The file's, in the order of their bytes.</param>
    /// <param name="wanted">The network's, in the order of its layers.</param>
    /// <param name="alsoAllowed">Further names of tensors that layers share.</param>
    public static StateDict Of(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyList<SafetensorsTensor> wanted, IReadOnlyCollection<string> alsoAllowed)
    {
        var asTheyAre = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        if (HasNames(asTheyAre.Keys, wanted, alsoAllowed))
            return new(asTheyAre, []);
        string[] names = [.. tensors.Select(tensor => tensor.Name)];
        foreach (string[] shorter in Unwrapped(names))
        {
            if (HasNames(shorter, wanted, alsoAllowed))
            {
                int first = Enumerable.Range(0, names.Length).OrderBy(i => IsCounter(names[i])).First(i => names[i] != shorter[i]);
                return new(Renamed(tensors, shorter), [$"left out what stands before the network's names ({SafetensorsHeader.Quote(names[first])} is '{shorter[first]}')"]);
            }
        }

        ModuleMatch match = alsoAllowed.Count == 0 ? ModuleMatch.Of(tensors, wanted) : ModuleMatch.None;
        return match.Modules is { } modules
            ? new(Renamed(tensors, [.. names.Select(name => Renamed(name, modules))]), [Words(modules)])
            : Unwrapped(names).FirstOrDefault(shorter => HasAll(shorter, wanted)) is { } withExtra
                // What is left over is then all that is wrong with it.
                ? new(Renamed(tensors, withExtra), [])
                : new(asTheyAre, []) { Doubt = match.Doubt };
    }

    /// <summary>Whether a tensor is a count of batches.</summary>
    public static bool IsCounter(string name) => Leaf(name) == Counter;

    /// <summary>The module of a tensor's name: all but its last part.</summary>
    public static string Module(string name) => name[..Math.Max(0, name.LastIndexOf('.'))];

    /// <summary>What a tensor is in its module: <c>weight</c>.</summary>
    public static string Leaf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static bool HasNames(IReadOnlyCollection<string> names, IReadOnlyList<SafetensorsTensor> wanted, IReadOnlyCollection<string> alsoAllowed)
    {
        var set = names.ToHashSet(StringComparer.Ordinal);
        var all = wanted.Select(tensor => tensor.Name).Concat(alsoAllowed).ToHashSet(StringComparer.Ordinal);
        return set.Count == names.Count && HasAll(set, wanted) && set.IsSubsetOf(all);
    }

    private static bool HasAll(IReadOnlyCollection<string> names, IReadOnlyList<SafetensorsTensor> wanted) =>
        names.Distinct(StringComparer.Ordinal).Count() == names.Count && wanted.All(tensor => names.Contains(tensor.Name) || IsCounter(tensor.Name));

    // Without the first parts that all names have in common, one after the other; the same where wrappers are left out anywhere.
    private static IEnumerable<string[]> Unwrapped(string[] names)
    {
        foreach (string[] start in (string[][])[names, [.. names.Select(name => string.Join('.', name.Split('.').Where(part => !Wrappers.Contains(part))))]])
        {
            string[] rest = start;
            yield return rest;
            while (rest.Length > 0 && rest[0].IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
                && rest.All(name => name.StartsWith(rest[0][..(dot + 1)], StringComparison.Ordinal)))
            {
                rest = [.. rest.Select(name => name[(dot + 1)..])];
                yield return rest;
            }
        }
    }

    private static Dictionary<string, SafetensorsTensor> Renamed(IReadOnlyList<SafetensorsTensor> tensors, string[] names) =>
        tensors.Zip(names).ToDictionary(pair => pair.Second, pair => pair.First with { Name = pair.Second }, StringComparer.Ordinal);

    private static string Renamed(string name, IReadOnlyDictionary<string, string> modules) => $"{modules[Module(name)]}.{Leaf(name)}";

    private static string Words(IReadOnlyDictionary<string, string> modules)
    {
        string[] pairs = [.. modules.Select(pair => $"{SafetensorsHeader.Quote(pair.Key)} is '{pair.Value}'")];
        return $"matched by shape and order, since its names are not the network's: {string.Join(", ", pairs.Take(MostNamed))}{(pairs.Length > MostNamed ? $" and {pairs.Length - MostNamed} more" : "")}";
    }
}

/// <summary>Matches the modules of a file with the layers of a network where their names say nothing.</summary>
/// <param name="Modules">The network's module for each of the file's; null where that is not certain.</param>
/// <param name="Doubt">Which modules could be any of several layers, and why, as a clause; null if that is not what is wrong.</param>
internal sealed record ModuleMatch(IReadOnlyDictionary<string, string>? Modules, string? Doubt)
{
    private const int MostNamed = 4;
    /// <summary>Nothing matches, for no reason worth a word.</summary>
    public static ModuleMatch None { get; } = new(null, null);

    /// <summary>
    /// Finds the network's module for each of the file's. Modules with the same tensors in the same shapes are
    /// told apart by the numbers in their names, and by the order in the file where that is the order in which they were saved: files that
    /// safetensors wrote are sorted by name. Where both are known and differ, nothing is certain.
    /// </summary>
    /// <param name="tensors">The file's, in the order of their bytes.</param>
    /// <param name="wanted">The network's, in the order of its layers.</param>
    public static ModuleMatch Of(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyList<SafetensorsTensor> wanted)
    {
        ILookup<string, string> found = BySignature(tensors);
        ILookup<string, string> needed = BySignature(wanted);
        bool isSorted = IsSorted(tensors);
        var places = needed.SelectMany(same => same).ToDictionary(layer => layer, layer => wanted.TakeWhile(tensor => StateDict.Module(tensor.Name) != layer).Count());
        var modules = new Dictionary<string, string>(StringComparer.Ordinal);
        string? doubt = null;
        foreach (IGrouping<string, string> layers in needed)
        {
            string[] candidates = [.. found[layers.Key]];
            if (candidates.Length != layers.Count())
                return None;
            if (InOrder(candidates, isSorted) is not { } ordered)
            {
                doubt ??= DoubtOf(candidates, isSorted ? "the file is sorted by name, which does not show their order" : "the numbers in their names and their order in the file differ");
                continue;
            }

            foreach ((string module, string layer) in ordered.Zip(layers))
                modules[module] = layer;
        }

        if (doubt is not null)
            return new(null, doubt);
        // A tensor that belongs to no layer would be left out without a word.
        if (!tensors.All(tensor => modules.ContainsKey(StateDict.Module(tensor.Name))) || !HasNoStrayCounter(tensors, wanted, modules))
            return None;
        string[] byLayer = [.. modules.OrderBy(pair => places[pair.Value]).Select(pair => pair.Key)];
        return isSorted && AgainstNumbers(byLayer) is { } pair
            ? new(null, DoubtOf(pair, "the numbers in their names are not in the network's order"))
            : new(byLayer.ToDictionary(module => module, module => modules[module], StringComparer.Ordinal), null);
    }

    private static string DoubtOf(string[] modules, string reason)
    {
        string more = modules.Length > MostNamed ? $" and {modules.Length - MostNamed} more" : "";
        return $"which layers {string.Join(", ", modules.Take(MostNamed).Select(SafetensorsHeader.Quote))}{more} are cannot be told: {reason}";
    }

    // Where numbers decided between modules of the same shapes, they have to be right where shapes decide, too: of blocks b0 and b1 the network begins with b0.
    private static string[]? AgainstNumbers(string[] byLayer)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string module in byLayer)
        {
            if (NumbersOf(module) is not [int number, ..])
                continue;
            string start = module[..module.IndexOfAny([.. "0123456789"])];
            if (last.TryGetValue(start, out string? before) && NumbersOf(before)[0] > number)
                return [before, module];
            last[start] = module;
        }

        return null;
    }

    private static ILookup<string, string> BySignature(IReadOnlyList<SafetensorsTensor> tensors) => tensors
        .Where(tensor => !StateDict.IsCounter(tensor.Name))
        .GroupBy(tensor => StateDict.Module(tensor.Name))
        .ToLookup(
            module => string.Join(' ', module.Select(tensor => $"{StateDict.Leaf(tensor.Name)}[{string.Join(',', tensor.Shape)}]").Order(StringComparer.Ordinal)),
            module => module.Key);

    private static bool HasNoStrayCounter(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyList<SafetensorsTensor> wanted, Dictionary<string, string> modules) =>
        tensors.Where(tensor => StateDict.IsCounter(tensor.Name)).All(tensor => wanted.Any(other => other.Name == $"{modules[StateDict.Module(tensor.Name)]}.{StateDict.Counter}"));

    private static string[]? InOrder(string[] saved, bool isSorted)
    {
        if (saved.Length == 1)
            return saved;
        string[]? numbered = saved.Select(Stem).Distinct(StringComparer.Ordinal).Count() == 1 ? [.. saved.OrderBy(NumbersOf, Comparer<int[]>.Create(Compare))] : null;
        if (isSorted)
            return numbered;
        return numbered is null || numbered.SequenceEqual(saved) ? saved : null;
    }

    // The safetensors library writes one type after the other, each sorted by name.
    private static bool IsSorted(IReadOnlyList<SafetensorsTensor> tensors) => tensors
        .GroupBy(tensor => tensor.Type)
        .All(same => same.Zip(same.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0));

    private static string Stem(string module)
    {
        var stem = new StringBuilder();
        foreach (char character in module)
        {
            if (!char.IsAsciiDigit(character))
                stem.Append(character);
            else if (stem.Length == 0 || stem[^1] != '#')
                stem.Append('#');
        }

        return stem.ToString();
    }

    private static int[] NumbersOf(string module) =>
    [
        .. module.Split([.. module.Where(character => !char.IsAsciiDigit(character)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Select(digits => int.TryParse(digits, out int number) ? number : int.MaxValue),
    ];

    private static int Compare(int[] left, int[] right) =>
        left.Zip(right).Select(pair => pair.First.CompareTo(pair.Second)).FirstOrDefault(sign => sign != 0);
}
