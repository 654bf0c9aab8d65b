namespace Thimble.Tests.RandomNetworks;

/// <summary>Random numbers one after the other, all of them from one key.</summary>
internal sealed class Draws(ulong seed, int network, int place)
{
    private readonly KeyedRandom _random = new(seed, epoch: 0, network, place);
    private int _next;

    /// <summary>A whole number in [0, bound).</summary>
    public int Below(int bound) => _random.Below(_next++, bound);

    /// <summary>A whole number in [low, high], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>A number in [low, high).</summary>
    public float Uniform(float low, float high) => _random.Uniform(_next++, low, high);

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => _random.Uniform(_next++) < probability;

    /// <summary>One of several, each as likely.</summary>
    public T Of<T>(params IReadOnlyList<T> things) => things[Below(things.Count)];

    /// <summary>Rows and columns, equal half of the time.</summary>
    public Size2d Size(int low, Size2d high)
    {
        int rows = Between(low, high.Rows);
        return Chance(0.5) && rows <= high.Columns ? rows : (rows, Between(low, high.Columns));
    }
}
