namespace Thimble.Export.C;

/// <summary>Places in one block of memory for values that are not all needed at the same time: the largest first, each as far down as it can be.</summary>
internal static class MemoryPlaces
{
    /// <summary>The place of each value, and the size of the block.</summary>
    /// <param name="values">The size of each, and the first and the last time at which it is in use.</param>
    public static (int[] Places, int Size) Of(IReadOnlyList<(int Size, int First, int Last)> values)
    {
        int[] places = new int[values.Count];
        var placed = new List<(int Begin, int End, int First, int Last)>();
        foreach ((int value, (int size, int first, int last)) in values.Index().OrderByDescending(value => value.Item.Size))
        {
            int begin = 0;
            foreach ((int taken, int end, _, _) in placed.Where(one => one.First <= last && first <= one.Last).OrderBy(one => one.Begin))
            {
                if (begin + size <= taken)
                    break;
                begin = Math.Max(begin, end);
            }

            placed.Add((begin, begin + size, first, last));
            places[value] = begin;
        }

        return (places, placed.Select(one => one.End).DefaultIfEmpty(0).Max());
    }
}
