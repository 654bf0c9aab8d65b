using Thimble.Execution;

namespace Thimble.Networks;

/// <summary>Turns a network into passes over memory.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles every layer, from the input on.</summary>
    public static OperationChain Compile(Network network, Activation input, Compilation compilation) =>
        Compile(network, network.Definition.Layers, input, compilation);

    private static OperationChain Compile(
        Network network, IReadOnlyList<ResolvedLayer> layers, Activation input, Compilation compilation)
    {
        var operations = new List<(string, Operation)>(layers.Count);
        string outer = compilation.Forward.Layer;
        foreach (ResolvedLayer layer in layers)
        {
            Activation layerInput = input;
            compilation.BeginLayer(layer.Name);
            Operation operation = layer.Layer.CreateOperation(new OperationContext
            {
                InputShape = layer.Input,
                OutputShape = layer.Output,
                Place = layer.Place,
                Input = layerInput,
                AddsToGradients = network.Definition.AllLayers().Any(later => later.Place > layer.Place && later.Owner?.Place == (layer.Owner ?? layer).Place),
                OffsetOf = name => network.OffsetOf(layer, name),
                CompileBranch = branchInput => Compile(network, layer.Branch, branchInput, compilation),
                Compilation = compilation,
            });
            operations.Add((layer.Name, operation));
            input = operation.Output;

            // Only the layer right behind a convolution may ask it to rectify.
            layerInput.RectifyAtSource = null;

            // The backward pass comes back to every input; evaluation does not.
            if (!compilation.Training && !input.SharesMemoryWith(layerInput) && layerInput.Holders == 0)
                compilation.Activations.Return(layerInput);
        }

        input.RectifyAtSource = null;
        compilation.BeginLayer(outer);
        return new OperationChain(operations, compilation);
    }
}
