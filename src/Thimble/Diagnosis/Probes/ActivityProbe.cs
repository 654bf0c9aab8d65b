using Thimble.Data;
using Thimble.Evaluation;
using Thimble.Execution;
using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Probes;

/// <summary>
/// What channels put out. A network cut off behind a layer puts out that layer's activations; that computes early
/// layers many times over, but needs nothing of the engine that evaluation does not have.
/// </summary>
internal static class ActivityProbe
{
    // So few at a time, since a layer has many more numbers an image than the network has outputs.
    private const int ImagesAtATime = 32;

    /// <summary>Looks at every ReLU, normalization and residual of the network's own chain; not into branches.</summary>
    public static IReadOnlyList<LayerActivity> Measure(
        Network network, ImageDataset images, Normalization normalization, WorkerPool workers)
    {
        var activities = new List<LayerActivity>();
        for (int i = 0; i < network.Definition.Layers.Count; i++)
        {
            ResolvedLayer layer = network.Definition.Layers[i];
            if (layer.Layer is not (ReLU or BatchNorm2d or Residual))
                continue;
            var evaluator = new Evaluator(NetworkCopy.UpTo(network, i), workers);
            var sums = new ChannelSum[layer.Output.Channels];
            foreach (ImageDataset batch in ImageSlice.Batches(images, ImagesAtATime))
                Add(sums, evaluator.Logits(batch, normalization), layer.Output.PlaneSize);
            activities.Add(new(layer.Label(), layer.Layer.Kind, [.. sums.Select(sum => sum.Activity)]));
        }

        return activities;
    }

    private static void Add(ChannelSum[] sums, ReadOnlySpan<float> outputs, int planeSize)
    {
        for (int i = 0; i < outputs.Length; i++)
            sums[i / planeSize % sums.Length].Add(outputs[i]);
    }
}
