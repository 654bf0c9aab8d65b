namespace Thimble.Export.C;

/// <summary>The C functions of a single-precision network. A source has those that it calls.</summary>
internal static class FloatFunctions
{
    /// <summary>A convolution, a row of the output at a time: each tap is one plain loop over the row.</summary>
    public const string Convolve = """
        static void convolve(const float *in, int channels, int height, int width, const float *weight, const float *bias,
                             int groups, int kernel_height, int kernel_width, int down, int right, int above, int beside,
                             float *out, int out_channels, int out_height, int out_width)
        {
            const int group_in = channels / groups, group_out = out_channels / groups;
            for (int o = 0; o < out_channels; o++) {
                const float *group = in + o / group_out * group_in * height * width;
                for (int y = 0; y < out_height; y++, out += out_width) {
                    const float *w = weight + o * group_in * kernel_height * kernel_width;
                    for (int x = 0; x < out_width; x++)
                        out[x] = bias ? bias[o] : 0.0f;
                    for (int tap = 0; tap < group_in * kernel_height * kernel_width; tap++, w++) {
                        const int row = y * down - above + tap / kernel_width % kernel_height, shift = tap % kernel_width - beside;
                        const float *line = group + (tap / (kernel_height * kernel_width) * height + row) * width;
                        const int first = shift < 0 ? (right - 1 - shift) / right : 0;
                        int end = width > shift ? (width - shift + right - 1) / right : 0;
                        if (row < 0 || row >= height)
                            continue;
                        if (end > out_width)
                            end = out_width;
                        for (int x = first; x < end; x++)
                            out[x] += *w * line[x * right + shift];
                    }
                }
            }
        }

        """;

    /// <summary>x · factor + addend, a channel each.</summary>
    public const string Scale = """
        static void scale(float *x, int channels, int plane, const float *factors, const float *addends)
        {
            for (int c = 0; c < channels; c++)
                for (int i = 0; i < plane; i++, x++)
                    *x = *x * factors[c] + addends[c];
        }

        """;

    /// <summary>The same numbers in another place.</summary>
    public const string Copy = """
        static void copy(const float *in, float *out, int count)
        {
            for (int i = 0; i < count; i++)
                out[i] = in[i];
        }

        """;

    /// <summary>The sum of two values.</summary>
    public const string Add = """
        static void add(const float *a, const float *b, float *out, int count)
        {
            for (int i = 0; i < count; i++)
                out[i] = a[i] + b[i];
        }

        """;

    /// <summary>The product of two values, of which the second may have one number for so many of the first.</summary>
    public const string Multiply = """
        static void multiply(const float *a, const float *b, float *out, int count, int each)
        {
            for (int i = 0; i < count; i++)
                out[i] = a[i] * b[i / each];
        }

        """;

    /// <summary>The largest number in each window.</summary>
    public const string Maximum = """
        static void maximum(const float *in, int channels, int height, int width, int kernel_height, int kernel_width, int down, int right, int above, int beside,
                            float *out, int out_height, int out_width)
        {
            for (int c = 0; c < channels; c++, in += height * width)
                for (int y = 0; y < out_height; y++)
                    for (int x = 0; x < out_width; x++, out++) {
                        const int top = y * down - above, left = x * right - beside;
                        *out = -3.4e38f;
                        for (int i = top < 0 ? 0 : top; i < top + kernel_height && i < height; i++)
                            for (int j = left < 0 ? 0 : left; j < left + kernel_width && j < width; j++)
                                if (in[i * width + j] > *out)
                                    *out = in[i * width + j];
                    }
        }

        """;

    /// <summary>The mean of each window; what is outside the image counts as zeros.</summary>
    public const string Average = """
        static void average(const float *in, int channels, int height, int width, int kernel_height, int kernel_width, int down, int right,
                            int above, int beside, float *out, int out_height, int out_width)
        {
            for (int c = 0; c < channels; c++, in += height * width)
                for (int y = 0; y < out_height; y++)
                    for (int x = 0; x < out_width; x++, out++) {
                        const int top = y * down - above, left = x * right - beside;
                        *out = 0.0f;
                        for (int i = top < 0 ? 0 : top; i < top + kernel_height && i < height; i++)
                            for (int j = left < 0 ? 0 : left; j < left + kernel_width && j < width; j++)
                                *out += in[i * width + j];
                        *out /= (float)(kernel_height * kernel_width);
                    }
        }

        """;
}
