using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;
using Thimble.Layers;

namespace Thimble.Lab.Reports;

/// <summary>The weights of the first convolution as pictures.</summary>
internal static class FilterSection
{
    private const int MostPictures = 64;

    /// <summary>Draws the filters.</summary>
    /// <param name="run">The run.</param>
    /// <param name="prefix">What the names of plots begin with.</param>
    public static IEnumerable<ReportBlock> Of(ReportRun run, string prefix)
    {
        if (run.Network is not { } network)
            return [new Paragraph("Not known: there are no weights, or they cannot be read.")];
        Parameter? weights = network.Parameters.FirstOrDefault(parameter => parameter is { Kind: ParameterKind.Weight, Dimensions.Count: > 1 });
        if (weights is not { Dimensions: [_, var channels, var height, var width] } || width < 2)
            return [new Paragraph("The first layer with weights is no convolution over neighbouring pixels: there is nothing to look at.")];
        float[] values = network.ValuesOf(weights).ToArray();
        // One scale for all, so that a filter that does little looks like it.
        float greatest = values.Max(Math.Abs);
        CaptionedPicture[] pictures =
        [
            .. values.Chunk(height * width).Take(MostPictures).Select((filter, index) => Draw(filter, index, channels, height, width, greatest)),
        ];
        string rest = values.Length / (height * width) > MostPictures ? $" The first {MostPictures} are shown." : "";
        return
        [
            new Paragraph($"Final weights. Mid-grey is 0, white {greatest:0.00} and black −{greatest:0.00}, for all filters alike.{rest}", IsNote: true),
            new Gallery($"{prefix}filters", $"The filters of the first convolution of {run.Name}", pictures),
        ];
    }

    private static CaptionedPicture Draw(float[] filter, int index, int channels, int height, int width, float greatest)
    {
        byte[] pixels = [.. filter.Select(weight => (byte)Math.Round(127.5 + (127.5 * (greatest > 0 ? Math.Clamp(weight / greatest, -1, 1) : 0))))];
        string name = channels == 1 ? $"{index + 1}" : $"{(index / channels) + 1}, input {(index % channels) + 1}";
        return new(pixels, width, height, $"Filter {name}: weights from {filter.Min():0.00} to {filter.Max():0.00}", name);
    }
}
