using System.Globalization;
using Thimble.Layers;

namespace Thimble.Tests.RandomNetworks;

/// <summary>
/// The networks that the tests draw: THIMBLE_RANDOM_NETWORKS of them from THIMBLE_RANDOM_SEED on; by default 300, the same
/// every time. A failure names seed and number, by which the network can be drawn again.
/// </summary>
internal static class NetworkSet
{
    /// <summary>The seed.</summary>
    public static ulong Seed { get; } = (ulong)Setting("THIMBLE_RANDOM_SEED", 1);

    /// <summary>The number of networks.</summary>
    public static int Count { get; } = (int)Setting("THIMBLE_RANDOM_NETWORKS", 300);

    /// <summary>One network.</summary>
    public static RandomNetwork Network(int number) => NetworkGenerator.Draw(Seed, number);

    /// <summary>Every network, or every so many.</summary>
    public static IEnumerable<RandomNetwork> All(int every = 1) =>
        Enumerable.Range(0, Count).Where(number => number % every == 0 || (RandomNetwork.IsWideNumber(number) && number / 25 % every == 0)).Select(Network);

    /// <summary>Kinds of layers that none of the networks has.</summary>
    public static string[] KindsMissingIn(IEnumerable<RandomNetwork> networks)
    {
        HashSet<Type> there = [.. networks.SelectMany(network => network.Definition().AllLayers()).Select(layer => layer.Layer.GetType())];
        return [.. LayerKinds.All.Schemas.Where(schema => !there.Contains(schema.Type)).Select(schema => schema.Kind)];
    }

    /// <summary>Checks every network; the first that fails is reported with the smallest one that fails like it.</summary>
    /// <param name="check">Throws where a network fails; returns false where nothing can be said.</param>
    /// <param name="every">Checks only every so many.</param>
    /// <returns>Networks about which nothing could be said.</returns>
    public static int Check(Func<RandomNetwork, bool> check, int every = 1)
    {
        int skipped = 0;
        foreach (RandomNetwork network in All(every))
        {
            if (FailureOf(network, check, out bool isSkipped) is { } failure)
                Report(network, failure, check);
            skipped += isSkipped ? 1 : 0;
        }

        return skipped;
    }

    /// <summary>Checks every network.</summary>
    public static void Check(Action<RandomNetwork> check, int every = 1) => Check(
        network =>
        {
            check(network);
            return true;
        },
        every);

    /// <summary>Fails with a network and the smallest one that fails like it.</summary>
    public static void Report(RandomNetwork network, Exception failure, Func<RandomNetwork, bool> check)
    {
        (RandomNetwork smallest, Exception reason) = Shrink(network, failure, check);
        Assert.Fail($"{reason.Message}\n\nThe smallest network that fails:\n{smallest}\nIt was shrunk from:\n{network}\n{reason.StackTrace}");
    }

    private static (RandomNetwork Network, Exception Failure) Shrink(RandomNetwork network, Exception failure, Func<RandomNetwork, bool> check)
    {
        while (true)
        {
            (RandomNetwork Smaller, Exception? Failure) found = Smaller(network)
                .Select(smaller => (smaller, FailureOf(smaller, check, out _)))
                .FirstOrDefault(one => one.Item2 is not null);
            if (found.Failure is null)
                return (network, failure);
            (network, failure) = (found.Smaller, found.Failure);
        }
    }

    // Without one of the layers, or with fewer samples, as far as that is a network.
    private static IEnumerable<RandomNetwork> Smaller(RandomNetwork network) =>
        Without(network.Layers).Select(layers => network with { Layers = new([.. layers]) })
            .Concat(new[] { 1, 2, network.Batch / 2, network.Batch - 1 }.Where(batch => batch > 0 && batch < network.Batch).Select(batch => network with { Batch = batch }))
            .Where(IsNetwork);

    private static bool IsNetwork(RandomNetwork network)
    {
        try
        {
            return network.Layers.Count > 0 && network.Definition().ClassCount is >= 2 and <= 256;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static IEnumerable<IReadOnlyList<Layer>> Without(LayerList layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            int at = i;
            foreach (IReadOnlyList<Layer> instead in Instead(layers[i]))
                yield return [.. layers.Take(at), .. instead, .. layers.Skip(at + 1)];
        }
    }

    // Nothing; what is inside; or the same with something smaller inside.
    private static IEnumerable<IReadOnlyList<Layer>> Instead(Layer layer)
    {
        yield return [];
        if (layer is not Residual residual)
            yield break;
        yield return [.. residual.Branch];
        if (residual.Shortcut is not null)
        {
            yield return [.. residual.Shortcut];
            yield return [new Residual(residual.Branch)];
            foreach (IReadOnlyList<Layer> shortcut in Without(new LayerList([.. residual.Shortcut])).Where(layers => layers.Count > 0))
                yield return [new Residual(residual.Branch, shortcut)];
        }

        foreach (IReadOnlyList<Layer> branch in Without(new LayerList([.. residual.Branch])).Where(layers => layers.Count > 0))
            yield return [new Residual(branch, residual.Shortcut)];
    }

#pragma warning disable CA1031 // whatever goes wrong with a network is reported with the network
    private static Exception? FailureOf(RandomNetwork network, Func<RandomNetwork, bool> check, out bool isSkipped)
    {
        isSkipped = false;
        try
        {
            isSkipped = !check(network);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
#pragma warning restore CA1031

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
