namespace Thimble.Training;

/// <summary>
/// Training images that every late epoch put into the same other class with confidence. The training's own forward pass says it, so it costs no evaluation: a
/// label that is contradicted whatever the augmentation, by weights that were still changing, is seldom contradicted by chance. Images that were
/// mixed with others have no label of their own, so an epoch that mixes does not count.
/// </summary>
/// <param name="Epochs">The late epochs that counted so far, at least 1.</param>
/// <param name="Images">The images that all of them got wrong, in the order of their indices.</param>
internal sealed record LateMistakes(int Epochs, IReadOnlyList<LateMistake> Images)
{
    /// <summary>From this probability on a wrong answer counts; chosen on letters with 1% of the labels flipped (docs/results/letters.md).</summary>
    public const float LeastConfidence = 0.7f;

    private const int MostEpochs = 5;
    private const int FewestEpochs = 2;

    /// <summary>Whether an epoch counts: it is in the last third of the run, at most the last five, and nothing is mixed. Of fewer than six epochs there is no late part.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="recipe">How the network is trained.</param>
    public static bool Counts(int epoch, Recipe recipe)
    {
        int late = Math.Min(MostEpochs, recipe.Epochs / 3);
        return late >= FewestEpochs && epoch > recipe.Epochs - late && !recipe.Augmentation.AtEpoch(epoch, recipe.Epochs).Mixes;
    }

    /// <summary>Whether enough epochs counted to speak of.</summary>
    public bool IsEnough => Epochs >= FewestEpochs;

    /// <summary>What is left after one more epoch.</summary>
    /// <param name="before">What the epochs before it left; null for the first.</param>
    /// <param name="epoch">The images that it got wrong with confidence, in any order.</param>
    public static LateMistakes After(LateMistakes? before, IReadOnlyList<LateMistake> epoch)
    {
        IEnumerable<LateMistake> ordered = epoch.OrderBy(image => image.Index);
        if (before is null)
            return new(1, [.. ordered]);
        Dictionary<int, LateMistake> earlier = before.Images.ToDictionary(image => image.Index);
        List<LateMistake> still = [];
        foreach (LateMistake image in ordered)
        {
            if (earlier.TryGetValue(image.Index, out LateMistake same) && same.Class == image.Class)
                still.Add(image with { Confidence = Math.Min(image.Confidence, same.Confidence) });
        }

        return new(before.Epochs + 1, still);
    }
}

/// <summary>A training image that is predicted as another class than its label.</summary>
/// <param name="Index">Its index among the training images.</param>
/// <param name="Class">That class.</param>
/// <param name="Confidence">The lowest probability that the class had in any of the epochs.</param>
internal readonly record struct LateMistake(int Index, int Class, float Confidence);
