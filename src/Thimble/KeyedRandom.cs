namespace Thimble;

/// <summary>
/// Random numbers as a function of where they are used: (seed, epoch, sample, place). There is no generator whose
/// state depends on the order of calls, so the numbers are the same on any number of threads and after a resume.
/// </summary>
/// <remarks>
/// The key is folded in by SplitMix64's finalizer, and draw i is the finalizer of key + i (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014). tests/golden/keyed_random.py is the same in Python.
/// </remarks>
internal readonly struct KeyedRandom
{
    private readonly ulong _key;

    /// <summary>The numbers of one place.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 1; 0 before training.</param>
    /// <param name="sample">The sample's index in its data set; 0 where there is none.</param>
    /// <param name="place">What the numbers are for: a layer's index, or one of <see cref="RandomPlace"/>.</param>
    public KeyedRandom(ulong seed, int epoch, int sample, int place)
    {
        ulong key = Mix(seed);
        key = Mix(key + (ulong)epoch);
        key = Mix(key + (ulong)sample);
        _key = Mix(key + (ulong)place);
    }

    /// <summary>Draw <paramref name="index"/>, from 0: 64 uniform bits.</summary>
    public ulong Bits(int index) => Mix(_key + (ulong)index);

    /// <summary>Draw <paramref name="index"/>: uniform in [0, 1), a multiple of 2⁻²⁴, exact in single precision.</summary>
    public float Uniform(int index) => (Bits(index) >> 40) * (1f / (1 << 24));

    /// <summary>Draw <paramref name="index"/>: uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Uniform(int index, float low, float high) => low + ((high - low) * Uniform(index));

    /// <summary>Draw <paramref name="index"/>: a whole number in [0, <paramref name="bound"/>).</summary>
    /// <remarks>The high half of a 64 × 64 bit product; its bias is below bound / 2⁶⁴.</remarks>
    public int Below(int index, int bound) => (int)Math.BigMul(Bits(index), (ulong)bound, out _);

    /// <summary>Draws numbers from 0 to below <paramref name="from"/> without repetition (Fisher and Yates), in the order of the draw.</summary>
    /// <param name="count">How many, at most <paramref name="from"/>.</param>
    /// <param name="from">From how many.</param>
    public int[] Draw(int count, int from)
    {
        int[] order = [.. Enumerable.Range(0, from)];
        for (int i = 0; i < count; i++)
        {
            int other = i + Below(i, from - i);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order[..count];
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>
/// Places of <see cref="KeyedRandom"/> that are not a layer. Layers use their index (0, 1, 2, …), so these start far
/// above any network's depth.
/// </summary>
internal static class RandomPlace
{
    /// <summary>The first weights of a parameter tensor; the sample is the tensor's index.</summary>
    public const int Initialization = 1_000_000;

    /// <summary>The order of an epoch's images.</summary>
    public const int Shuffle = 1_000_001;

    /// <summary>How one augmented image is moved, recoloured and cut out.</summary>
    public const int Augmentation = 1_000_002;

    /// <summary>The strokes of one synthetic digit.</summary>
    public const int SyntheticDigit = 1_000_003;

    /// <summary>The split of training images into training and validation.</summary>
    public const int Split = 1_000_004;

    /// <summary>One picture that a network should not recognize.</summary>
    public const int ForeignPictures = 1_000_005;

    /// <summary>The images that a trained network is probed with.</summary>
    public const int Probe = 1_000_006;

    /// <summary>How one augmented image is mixed with another of its batch.</summary>
    public const int Mixing = 1_000_007;

    /// <summary>The values of one draw of a search; the sample is the draw's index.</summary>
    public const int Search = 1_000_100;
}
