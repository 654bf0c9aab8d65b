using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The settled lines of a run: a column a figure, fewer of them where the terminal is narrow.</summary>
internal sealed class EpochTable(int epochs, bool isUnicode, string split = Dataset.TestName)
{
    // As wide as the column lets it be, and what Keras made customary.
    private readonly string _shortSplit = split == Dataset.TestName ? split : "val";
    private readonly int _digits = epochs.ToString().Length;

    /// <summary>Columns in the order in which they stand; the rank says which stay longest.</summary>
    private static readonly (string Name, int Width, int Rank)[] Columns =
    [
        ("lr", 8, 6), ("train loss", 12, 4), ("train acc", 11, 3), ("test loss", 11, 2), ("test acc", 10, 1), ("images/s", 10, 7),
        ("time", 8, 5), ("passed", 9, 8), ("left", 9, 9),
    ];

    /// <summary>The epoch out of how many, always as wide: <c> 3/15</c>.</summary>
    public string EpochOf(int epoch) => $"{epoch.ToString().PadLeft(_digits)}/{epochs}";

    /// <summary>The columns' names, as markup.</summary>
    public string Head(int width)
    {
        string epoch = "epoch".PadRight(FirstWidth);
        return $"[grey]{epoch}{Join(Columns.Select(column => column.Name.Replace("test", _shortSplit)), width)}[/]";
    }

    /// <summary>An epoch's figures, as markup.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    /// <param name="passed">The time since the run began.</param>
    /// <param name="left">The time that the other epochs will take.</param>
    /// <param name="width">The columns of the terminal that may be filled.</param>
    public string Row(EpochResult epoch, bool isBest, TimeSpan passed, TimeSpan left, int width)
    {
        string[] cells =
        [
            epoch.LearningRate.ToString("0.#####"),
            epoch.Training.Loss.ToString("0.0000"),
            epoch.Training.Accuracy.ToString("0.00%"),
            epoch.Evaluated.Loss.ToString("0.0000"),
            epoch.Evaluated.Accuracy.ToString("0.00%"),
            epoch.ImagesPerSecond.ToString("N0"),
            Duration.Short(epoch.TrainingTime + epoch.EvaluationTime),
            Duration.Clock(passed),
            epoch.Epoch < epochs ? Duration.Clock(left) : "-",
        ];
        string mark = !isBest ? "" : isUnicode ? " [yellow]★[/]" : " [yellow]*[/]";
        return $"[bold]{EpochOf(epoch.Epoch).PadRight(FirstWidth)}[/]{Join(cells, width)}{mark}";
    }

    private int FirstWidth => Math.Max("epoch".Length, EpochOf(epochs).Length);

    private string Join(IEnumerable<string> cells, int width)
    {
        const int MarkWidth = 2;
        int free = width - FirstWidth - MarkWidth;
        int ranks = 0;
        foreach ((_, int columnWidth, _) in Columns.OrderBy(column => column.Rank))
        {
            free -= columnWidth;
            if (free < 0)
                break;
            ranks++;
        }

        return string.Concat(Columns.Zip(cells).Where(pair => pair.First.Rank <= ranks).Select(pair => pair.Second.PadLeft(pair.First.Width)));
    }
}
