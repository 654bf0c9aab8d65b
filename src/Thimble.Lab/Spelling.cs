namespace Thimble.Lab;

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

    // Insertions, deletions, replacements and two neighbours that changed places, the commonest slip of fingers: Damerau and
    // Levenshtein's distance, by three rows of the table.
    private static int Distance(string left, string right)
    {
        int[] beforeLast = [];
        int[] last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[^1];
    }

    private static bool IsSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
