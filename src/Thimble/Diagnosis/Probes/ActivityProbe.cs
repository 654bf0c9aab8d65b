using Thimble.Engine;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble.Diagnosis.Probes;

/// <summary>What channels output: the values of a graph are observed while it is evaluated.</summary>
internal static class ActivityProbe
{
    /// <summary>Looks at every layer of the network's own chain that rectifies, normalizes or has a skip; not inside layers.</summary>
    public static IReadOnlyList<LayerActivity> Measure(Network network, ImageDataset images, Normalization normalization)
    {
        NetworkGraph graph = network.Definition.Graph.WithoutDropout();
        ResolvedLayer[] layers = [.. network.Definition.Layers.Where(layer => layer.Traits is { CutsAtZero: true } or { Normalizes: true } or { HasSkip: true })];
        Dictionary<int, ChannelSum[]> sums = layers.ToDictionary(
            layer => ValueOf(network.Definition.Graph, layer, graph), layer => new ChannelSum[layer.Output.Channels]);
        // One thread, since the sums are taken up in the order of the blocks.
        using var worker = new WorkerPool(1);
        using var evaluator = new Evaluator(
            graph, new TensorMemory(network, blocks: 0), worker, KernelSet.Best, observed: sums.Keys,
            observe: (value, activation, block, _) => Add(sums[value], activation, block, Math.Min(Lanes.PerBlock, images.Count - (block * Lanes.PerBlock))));
        evaluator.Logits(images, normalization);
        return [.. layers.Zip(sums.Values, (layer, channels) => new LayerActivity(layer.Label(), layer.Layer.Kind, [.. channels.Select(sum => sum.Activity)]))];
    }

    // Without dropout the values have other numbers, but nodes keep their names.
    private static int ValueOf(NetworkGraph whole, ResolvedLayer layer, NetworkGraph graph) =>
        graph.Nodes.Select(node => node.Name).ToList().IndexOf(whole.Nodes[layer.Value].Name);

    private static unsafe void Add(ChannelSum[] sums, Activation values, int block, int samples)
    {
        float* numbers = values.Block(block, worker: 0);
        int plane = values.Size / sums.Length;
        for (int lane = 0; lane < samples; lane++)
        {
            for (int i = 0; i < values.Size; i++)
                sums[i / plane].Add(numbers[(i * Lanes.PerBlock) + lane]);
        }
    }
}

/// <summary>Outputs of a channel, added up.</summary>
internal struct ChannelSum
{
    private long _count;
    private long _zeros;
    private double _sum;
    private double _squares;

    /// <summary>What they come to.</summary>
    public readonly ChannelActivity Activity
    {
        get
        {
            double count = Math.Max(1, _count);
            double mean = _sum / count;
            return new(mean, Math.Sqrt(Math.Max(0, (_squares / count) - (mean * mean))), _zeros / count);
        }
    }

    /// <summary>Takes in one output.</summary>
    public void Add(float output)
    {
        _count++;
        _zeros += output == 0 ? 1 : 0;
        _sum += output;
        _squares += (double)output * output;
    }
}
