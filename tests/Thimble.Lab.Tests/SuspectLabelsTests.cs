using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>Training images whose labels may be wrong.</summary>
public class SuspectLabelsTests
{
    // Three images of two classes each, by two states of a network: sure and wrong, wrong but unsure, right.
    private static readonly ImageDataset Images = new("pictures", "train", new(1, 1, 2), 2, [1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 1]) { ImageNames = ["a", "b", "c", "d"] };
    private static readonly float[] Final = [0, 5, 0, 1, 5, 0, 6, 0];

    [Fact]
    public void Both_states_have_to_be_sure_of_the_same_class()
    {
        (IReadOnlyList<Mistake> both, int count) = Mistake.Suspects(Final, [0, 4, 0, 4, 4, 0, 0.1f, 0], Images);

        Mistake only = Assert.Single(both);
        Assert.Equal((1, 0, "a", 0, 1), (count, only.Index, only.Name, only.Label, only.Opinions[0].Class));
        Assert.Equal([1, 2], only.Pixels);
    }

    [Fact]
    public void What_late_epochs_said_counts_where_the_final_weights_still_say_it()
    {
        // d is put into class 1 by its label; of a and c the final weights put only a into class 1.
        (IReadOnlyList<Mistake> late, int count) = Mistake.Suspects(Final, new LateMistakes(5, [new(0, 1, 0.7f), new(2, 1, 0.9f)]), Images);

        Assert.Equal((1, "a"), (count, Assert.Single(late).Name));
    }

    [Fact]
    public void The_surest_comes_first_and_all_are_counted()
    {
        (IReadOnlyList<Mistake> first, int count) = Mistake.Suspects(Final, Final, Images, count: 1);

        Assert.Equal((2, "d"), (count, Assert.Single(first).Name));
    }

    [Fact]
    public void Names_are_kept_in_the_file_and_follow_a_selection()
    {
        ImageDataset some = Images.Select([3, 1]);
        string path = Path.Combine(Directory.CreateTempSubdirectory("thimble-").FullName, "suspects.json");

        MistakeFile.Write(path, Mistake.Suspects([6, 0, 0, 6], [6, 0, 0, 6], some).Worst);

        Assert.Equal(["d", "b"], MistakeFile.Read(path).Select(one => one.Name));
        Assert.Equal(["d"], Enumerable.Range(0, 1).Select(some.Take(1).NameOf));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
