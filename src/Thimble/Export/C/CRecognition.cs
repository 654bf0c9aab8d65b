using System.Globalization;

namespace Thimble.Export.C;

/// <summary>
/// The function that says that a picture is not like those that the network was trained on: <see cref="Calibration.Recognizes"/> in C, in whole
/// numbers but for the logits, with the same sums.
/// </summary>
/// <param name="calibration">The limits.</param>
/// <param name="input">The shape of an image.</param>
internal sealed class CRecognition(Calibration calibration, Shape input)
{
    /// <summary>Its declaration.</summary>
    public static string Declaration => """

        /* The same, or -1 for a picture that is unlike those that the network was trained on. About 1 in 100 of those that it should know are refused, too. */
        int net_recognize(const uint8_t pixels[NET_PIXELS]);

        """;

    /// <summary>Its definition.</summary>
    /// <param name="program">The network's program, which gets the table of the limits.</param>
    public string Definition(CProgram program) => $$"""

        int net_recognize(const uint8_t pixels[NET_PIXELS])
        {
            /* Of the class: the lowest and the highest sum of pixels, contrast, sum of differences in rows and in columns. */
            const NET_READ {{Unsigned}}* limits;
            {{program.LogitType}} logits[NET_CLASSES];
            {{Unsigned}} sums[4] = {0, 0, 0, 0};
            int best = 0;
            int i;
            net_logits(pixels, logits);
            for (i = 1; i < NET_CLASSES; i++)
                if (logits[i] > logits[best])
                    best = i;
            if (!(logits[best] >= {{program.Logit(calibration.LeastLogit)}}))
                return -1;
            for (i = 0; i < NET_PIXELS; i++) {
                const int pixel = pixels[i];
                sums[0] += ({{Unsigned}})pixel;
                sums[1] += ({{Unsigned}})pixel * ({{Unsigned}})pixel;
                if (i % {{input.Width}} > 0)
                    sums[2] += ({{Unsigned}})(pixel > pixels[i - 1] ? pixel - pixels[i - 1] : pixels[i - 1] - pixel);
                if (i % {{input.Height * input.Width}} >= {{input.Width}})
                    sums[3] += ({{Unsigned}})(pixel > pixels[i - {{input.Width}}] ? pixel - pixels[i - {{input.Width}}] : pixels[i - {{input.Width}}] - pixel);
            }
            limits = {{Limits(program)}} + 8 * best;
            if (sums[0] > 0)
                sums[1] = 256 * (sums[1] / sums[0]) + 256 * (sums[1] % sums[0]) / sums[0];
            for (i = 0; i < 4; i++)
                if (sums[i] < limits[2 * i] || sums[i] > limits[2 * i + 1])
                    return -1;
            return best;
        }

        """;

    // The sum of all squares, and 256 times a sum of pixels, are the largest numbers on the way.
    private bool IsSmall => (long)input.Size * 255 * 256 <= uint.MaxValue;

    private string Unsigned => IsSmall ? "uint32_t" : "uint64_t";

    private string Limits(CProgram program) => program.Tables.Add(
        Unsigned,
        IsSmall ? sizeof(uint) : sizeof(ulong),
        "limits",
        [
            .. from limits in calibration.Limits
               from trait in Enumerable.Range(0, PixelTraits.Count)
               from number in (long[])[limits.Lowest[trait], limits.Highest[trait]]
               select $"{number.ToString(CultureInfo.InvariantCulture)}u",
        ]);
}
