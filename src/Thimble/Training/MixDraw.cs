namespace Thimble.Training;

/// <summary>
/// How one image is mixed with its partner in one epoch. Each image draws for itself, as in timm's <c>Mixup</c> with
/// <c>mode='elem'</c>, so what it draws does not depend on its batch.
/// </summary>
/// <param name="Share">λ, what the image keeps of itself and of its label; 1 where it is not mixed.</param>
/// <param name="Pasted">The rectangle that the partner's pixels replace (CutMix); null where all pixels are mixed (mixup).</param>
internal readonly record struct MixDraw(float Share, PixelBox? Pasted)
{
    private const int Whether = 0;
    private const int Which = 1;
    private const int Row = 2;
    private const int Column = 3;
    private const int FirstOfBeta = 4;

    /// <summary>The image alone.</summary>
    public static MixDraw None { get; } = new(1, null);

    /// <summary>Whether anything is mixed in.</summary>
    public bool IsNone => Share == 1;

    /// <summary>Draws whether, how and how much.</summary>
    /// <param name="options">The figures of the epoch.</param>
    /// <param name="random">KeyedRandom(seed, epoch, sample, <see cref="RandomPlace.Mixing"/>).</param>
    /// <param name="shape">The shape of an image.</param>
    public static MixDraw Of(AugmentationOptions options, KeyedRandom random, Shape shape)
    {
        if (!options.Mixes || random.Uniform(Whether) >= options.MixedShare)
            return None;
        bool isPasted = options.Mixup == 0 || (options.Cutmix != 0 && random.Uniform(Which) < 0.5f);
        float share = BetaDraw.Of(isPasted ? options.Cutmix : options.Mixup, random, FirstOfBeta);
        return isPasted ? Cutmix(share, random, shape) : new(share, null);
    }

    // A rectangle of the image's proportions and 1 − λ of its area, about any pixel; what the edge cuts off is the image's own.
    private static MixDraw Cutmix(float share, KeyedRandom random, Shape shape)
    {
        double side = Math.Sqrt(1.0 - share);
        PixelBox box = Patch.Around(
            random.Below(Row, shape.Height), random.Below(Column, shape.Width), (int)(shape.Height * side), (int)(shape.Width * side), shape);
        return new(1 - ((float)(box.Width * box.Height) / shape.PlaneSize), box);
    }
}
