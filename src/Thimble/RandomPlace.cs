namespace Thimble;

/// <summary>
/// Places of <see cref="KeyedRandom"/> that are not a layer. Layers use their index (0, 1, 2, …), so these start far
/// above any network's depth.
/// </summary>
public static class RandomPlace
{
    /// <summary>The first weights of a parameter tensor; the sample is the tensor's index.</summary>
    public const int Initialization = 1_000_000;

    /// <summary>The order of an epoch's images.</summary>
    public const int Shuffle = 1_000_001;

    /// <summary>The affine map of one augmented image.</summary>
    public const int Augmentation = 1_000_002;

    /// <summary>The strokes of one synthetic digit.</summary>
    public const int SyntheticDigit = 1_000_003;

    /// <summary>The split of training images into training and validation.</summary>
    public const int Split = 1_000_004;

    /// <summary>The values of one draw of a search; the sample is the draw's index.</summary>
    public const int Search = 1_000_100;
}
