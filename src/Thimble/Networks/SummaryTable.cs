using System.Text;
using Thimble.Layers;

namespace Thimble;

/// <summary>A network as a table for people: torchsummary's, to the letter, or a wider one of our own.</summary>
public static class SummaryTable
{
    private const int Width = 64;
    private const int WideWidth = 102;

    /// <summary>Writes the table, lines ended by a line feed.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="wide">Whether to add receptive field, jump, kernel and multiply-adds.</param>
    public static string Render(NetworkDefinition definition, bool wide = false)
    {
        var table = new StringBuilder();
        int width = wide ? WideWidth : Width;
        AppendRule(table, '-', width);
        AppendLine(table, wide ? WideHeader : Row("Layer (type)", "Output Shape", "Param #"));
        AppendRule(table, '=', width);
        int number = 0;
        foreach (ResolvedLayer layer in definition.AllLayers())
        {
            number++;
            AppendLine(table, wide ? WideRow(layer, number) : Row(Label(layer, number), $"{layer.Output}", ParameterCount(layer)));
        }

        AppendRule(table, '=', width);
        AppendTotals(table, definition, wide);
        AppendRule(table, '-', width);
        AppendSizes(table, definition);
        AppendRule(table, '-', width);
        if (wide)
            AppendLine(table, DescribeReceptiveField(definition));
        return table.ToString();
    }

    /// <summary>How much of the image an output of the network sees, in a sentence.</summary>
    public static string DescribeReceptiveField(NetworkDefinition definition)
    {
        ReceptiveField field = definition.ReceptiveField;
        string image = $"{definition.Input.Height}×{definition.Input.Width} image";
        int spare = Math.Min(field.Size.Rows - definition.Input.Height, field.Size.Columns - definition.Input.Width);
        if (!field.Covers(definition.Input))
        {
            return $"The receptive field, {field.Size}, does not cover the {image}: it is {-spare} pixel{(spare == -1 ? "" : "s")} short, so no output "
                + "can depend on all of it. Add layers, enlarge kernels or pool earlier.";
        }

        return spare == 0
            ? $"The receptive field, {field.Size}, covers the {image} exactly."
            : $"The receptive field, {field.Size}, covers the {image} with {spare} pixel{(spare == 1 ? "" : "s")} to spare.";
    }

    private static string WideHeader =>
        WideColumns("Layer (type)", "Output Shape", "Kernel", "Receptive Field", "Jump", "Param #", "Mult-Adds");

    private static string WideRow(ResolvedLayer layer, int number) => WideColumns(
        Label(layer, number),
        $"{layer.Output}",
        Kernel(layer),
        $"{layer.ReceptiveField.Size}",
        layer.ReceptiveField.Jump is { IsSquare: true, Rows: var jump } ? $"{jump}" : $"{layer.ReceptiveField.Jump}",
        ParameterCount(layer),
        $"{layer.MultiplyAdds:N0}");

    // torchsummary would count a shared tensor once a layer, but a network's parameters are its unique trainable numbers.
    private static string ParameterCount(ResolvedLayer layer) => layer.Owner is null ? $"{layer.ParameterCount:N0}" : "shared";

    private static string Kernel(ResolvedLayer layer) =>
        layer.Traits.HasWindow ? $"{layer.Window.Kernel}" : "-";

    private static void AppendTotals(StringBuilder table, NetworkDefinition definition, bool wide)
    {
        AppendLine(table, $"Total params: {definition.ParameterCount:N0}");
        AppendLine(table, $"Trainable params: {definition.ParameterCount:N0}");
        // torchsummary counts parameters that are frozen here; running statistics are none, and nothing is frozen.
        AppendLine(table, "Non-trainable params: 0");
        if (wide)
            AppendLine(table, $"Mult-adds of one image: {definition.MultiplyAdds:N0}");
    }

    private static void AppendSizes(StringBuilder table, NetworkDefinition definition)
    {
        decimal input = Megabytes(definition.Input.Size);
        // Every activation, and a gradient of the same size.
        decimal passes = Megabytes(2 * definition.AllLayers().Sum(layer => (long)layer.Output.Size));
        decimal parameters = Megabytes(definition.ParameterCount);
        AppendLine(table, $"Input size (MB): {Rounded(input)}");
        AppendLine(table, $"Forward/backward pass size (MB): {Rounded(passes)}");
        AppendLine(table, $"Params size (MB): {Rounded(parameters)}");
        AppendLine(table, $"Estimated Total Size (MB): {Rounded(input + passes + parameters)}");
    }

    // Decimals hold these fractions exactly, so that an exact half is rounded to even, as Python does it.
    private static decimal Megabytes(long floats) => floats * (decimal)sizeof(float) / (1024 * 1024);

    private static string Rounded(decimal megabytes) => $"{Math.Round(megabytes, 2, MidpointRounding.ToEven):F2}";

    private static string Label(ResolvedLayer layer, int number) => $"{layer.Layer.Kind}-{number}";

    private static string Row(string layer, string shape, string parameters) => $"{layer,20}  {shape,25} {parameters,15}";

    private static string WideColumns(
        string layer, string shape, string kernel, string field, string jump, string parameters, string multiplyAdds) =>
        $"{layer,20}  {shape,20}  {kernel,7}  {field,15}  {jump,4}  {parameters,9}  {multiplyAdds,13}";

    private static void AppendRule(StringBuilder table, char character, int width) =>
        table.Append(character, width).Append('\n');

    private static void AppendLine(StringBuilder table, string line) => table.Append(line).Append('\n');
}
