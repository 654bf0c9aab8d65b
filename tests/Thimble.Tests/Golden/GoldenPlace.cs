namespace Thimble.Tests.Golden;

/// <summary>Places of <see cref="KeyedRandom"/> that only the golden figures use, as in tests/golden/keyed_random.py.</summary>
internal static class GoldenPlace
{
    public const int Noise = 2_000_000;
    public const int Label = 2_000_001;
    public const int Pattern = 2_000_002;
    public const int Normalization = 2_000_003;
    public const int Projection = 2_000_004;
}
