using Thimble.Engine;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Diagnosis.Probes;

/// <summary>One training step on a copy of a network: its gradients, and how far it moves the weights.</summary>
internal static class UpdateProbe
{
    /// <summary>Takes the step on a batch drawn, augmented and dropped out as the recipe says.</summary>
    public static IReadOnlyList<TensorUpdate> Measure(
        Network network, Recipe recipe, ImageDataset images, Normalization normalization, WorkerPool workers)
    {
        Network copy = network.Copy();
        int epoch = recipe.Epochs + 1;
        var batches = new ShuffledBatches(images, normalization, recipe, seed: 0);
        batches.StartEpoch(epoch);
        batches.MoveTo(0);
        var pass = new TrainingPass(copy, recipe.LargestBatch(images), (float)recipe.LabelSmoothing, seed: 0, workers);
        pass.Run(batches, epoch);
        recipe.Optimizer.Create(copy).Step(pass.Gradients, recipe.Optimizer.LearningRate);
        float[] gradients = pass.Gradients.ToArray();
        return [.. network.Parameters.Select(parameter => Compare(network, copy, gradients, parameter))];
    }

    private static TensorUpdate Compare(Network network, Network copy, float[] gradients, Parameter parameter)
    {
        float[] before = network.ValuesOf(parameter).ToArray();
        float[] after = copy.ValuesOf(parameter).ToArray();
        return new(
            Label(network.Definition, parameter),
            parameter.Kind == ParameterKind.Weight,
            RootMeanSquare(before),
            RootMeanSquare(gradients.AsSpan(parameter.Offset, parameter.Count).ToArray()),
            RootMeanSquare(after.Zip(before, (moved, was) => moved - was)));
    }

    private static string Label(NetworkDefinition definition, Parameter parameter)
    {
        // A layer of several operations names its tensors with dots of their own: 4.fc1.weight.
        ResolvedLayer layer = definition.AllLayers().Where(layer => parameter.Name.StartsWith($"{layer.Name}.", StringComparison.Ordinal)).MaxBy(layer => layer.Name.Length)!;
        return $"{layer.Label()} {parameter.Name[(layer.Name.Length + 1)..]}";
    }

    private static double RootMeanSquare(IEnumerable<float> values) => Math.Sqrt(values.Average(value => (double)value * value));
}
