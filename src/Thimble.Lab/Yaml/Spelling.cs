namespace Thimble.Lab.Yaml;

/// <summary>Finds what someone probably meant to write.</summary>
internal static class Spelling
{
    /// <summary>The candidate nearest to a word, or null if none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong: more is another word, not a slip.
        int bound = Math.Max(1, word.Length / 3);
        return word.Length > 100
            ? null
            : candidates
                .Select(candidate => (candidate, distance: Distance(word, candidate)))
                .Where(pair => pair.distance <= bound)
                .OrderBy(pair => pair.distance)
                .Select(pair => pair.candidate)
                .FirstOrDefault();
    }

    // Levenshtein's distance: insertions, deletions and replacements, one row of the table at a time.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
