using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>
/// What a network needs on a device as C in whole numbers of 8 bits, from its definition alone. RAM is exact: it does not depend on weights.
/// Constants are as large as those of weights that are no two alike. The code is an estimate: <see cref="CodeEstimate"/>. The stack is not
/// in it, and neither are the names of classes and the tables that say whether a picture is recognized, which a linker leaves out.
/// </summary>
/// <param name="RamBytes">Bytes of memory that is written to.</param>
/// <param name="RowBytes">Those of them that hold rows of values.</param>
/// <param name="ConstantBytes">Bytes of weights and tables.</param>
/// <param name="CodeBytes">About how many bytes of code.</param>
/// <param name="MultiplyAdds">Multiply-adds of one image.</param>
/// <param name="Steps">The steps of the program, in order; the first takes the pixels.</param>
internal sealed record DeviceCost(long RamBytes, long RowBytes, long ConstantBytes, long CodeBytes, long MultiplyAdds, IReadOnlyList<DeviceStep> Steps)
{
    // More than the flash of any microcontroller: nothing is made for it.
    private const long MostWeights = 1 << 25;

    /// <summary>Bytes of constants and, as an estimate, of code.</summary>
    public long FlashBytes => ConstantBytes + CodeBytes;

    /// <summary>The step whose rows take most RAM.</summary>
    public DeviceStep Largest => Steps.MaxBy(step => step.RamBytes)!;

    /// <summary>What a network needs.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidInputException">It cannot be exported in 8 bits.</exception>
    public static DeviceCost Of(NetworkDefinition network)
    {
        long weights = network.Graph.Tensors.Sum(tensor => tensor.Dimensions.Aggregate(1L, (product, dimension) => product * dimension));
        if (weights > MostWeights)
            throw new InvalidInputException($"the network has {weights:N0} numbers, more than a device of this kind holds; make it smaller");
        int tensors = 0;
        CPlan steps = CPlan.Of(ExportGraph.Of(network.Graph.WithValues(tensor => Numbers(tensor, tensors++))));
        RowPlan plan = RowPlan.Of(steps);
        var program = new Int8CProgram(plan, Int8Scales.Assume(steps), NormalizationOf(network.Input.Channels));
        // Which tables there are, and how large that of the steps is, is known once it is written.
        program.Write();
        return new(
            program.MemoryBytes, (long)plan.MemorySize * program.ValueBytes, program.ConstantBytes, CodeEstimate.BytesOf(plan.Steps), network.MultiplyAdds,
            [.. Enumerable.Range(0, plan.Steps.Count).Select(index => StepOf(network, steps, program, index))]);
    }

    /// <summary>What a network needs; null where it cannot be exported in 8 bits.</summary>
    /// <param name="network">The network.</param>
    /// <param name="reason">Why it cannot; otherwise empty.</param>
    public static DeviceCost? Find(NetworkDefinition network, out string reason)
    {
        try
        {
            reason = "";
            return Of(network);
        }
        catch (InvalidInputException exception)
        {
            reason = exception.Message;
            return null;
        }
    }

    private static DeviceStep StepOf(NetworkDefinition network, CPlan plan, CProgram program, int index)
    {
        RowStep step = program.Plan.Steps[index];
        int rows = step.IsLast ? 0 : program.Plan.RowsOf(index);
        return new(
            LabelOf(network, plan, program.Plan.Steps, index),
            step.Output,
            rows,
            (long)rows * RowPlan.RowSize(step) * program.ValueBytes,
            program.TableBytes[index],
            step.Step is { } made ? made.Operation.MultiplyAdds(plan.Graph.ShapeOf(made.Inputs[0]), step.Made) : 0);
    }

    // A copy is of what another step makes.
    private static string LabelOf(NetworkDefinition network, CPlan plan, IReadOnlyList<RowStep> steps, int index)
    {
        RowStep step = steps[index];
        if (step.Source == RowSource.Pixels)
            return DeviceStep.Image;
        if (step.Step is null && step.Inputs is [int copied])
            return $"{LabelOf(network, plan, steps, copied)} ({step.Name})";
        string? name = plan.Graph.Nodes.FirstOrDefault(node => node.Name == step.Name)?.Layer;
        return network.AllLayers().FirstOrDefault(layer => layer.Name == name) is { } layer ? $"{layer.Layer.Kind}-{layer.Place + 1}" : step.Name;
    }

    // Of the size of weights and of what normalizes; none are equal, and no factor is 0 or negative.
    private static float[] Numbers(GraphTensor tensor, int number)
    {
        var random = new KeyedRandom(seed: 0, epoch: 0, sample: number, RandomPlace.Initialization);
        bool isWeight = tensor.Dimensions.Count > 1;
        float bound = isWeight ? MathF.Sqrt((float)tensor.Dimensions[0] / tensor.Count) : 0;
        return [.. Enumerable.Range(0, tensor.Count).Select(i => isWeight ? random.Uniform(i, -bound, bound) : random.Uniform(i, 0.5f, 1.5f))];
    }

    // Colours are normalized each by itself.
    private static Normalization NormalizationOf(int channels)
    {
        int[] pairs = [.. Enumerable.Range(1, channels <= Normalization.MaximumChannels ? channels : 1)];
        return new([.. pairs.Select(pair => 0.4f / pair)], [.. pairs.Select(pair => 0.3f / pair)]);
    }
}

/// <summary>A step of an exported program.</summary>
/// <param name="Label">The layer that it begins with, <c>Conv2d-4</c>: layers that no step begins with need nothing of their own.</param>
/// <param name="Output">The shape of what it makes.</param>
/// <param name="Rows">Rows of that which are kept at a time.</param>
/// <param name="RamBytes">Their bytes.</param>
/// <param name="TableBytes">Bytes of weights and tables that no earlier step reads.</param>
/// <param name="MultiplyAdds">Multiply-adds of one image.</param>
internal sealed record DeviceStep(string Label, Shape Output, int Rows, long RamBytes, long TableBytes, long MultiplyAdds)
{
    /// <summary>What the step that takes the pixels is called.</summary>
    public const string Image = "Image";

    /// <summary>Its rows in a sentence: <c>3 rows of Conv2d-1</c>.</summary>
    public string InWords => $"{Rows} row{(Rows == 1 ? "" : "s")} of {(IsImage ? "the image" : Label)}";

    /// <summary>Whether it takes the pixels.</summary>
    public bool IsImage => Label == Image;
}
