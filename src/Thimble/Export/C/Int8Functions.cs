namespace Thimble.Export.C;

/// <summary>The C functions of a network in whole numbers of 8 bits. A source has those that it calls.</summary>
internal static class Int8Functions
{
    /// <summary>How sums become numbers of 8 bits; every other function ends in it.</summary>
    public const string Finish = """
        /* A channel's sums become output: ((sum + bias) * multiplier / 2^shift + addend) / 2^16. */
        struct finish {
            int32_t bias, multiplier, addend, shift;
        };

        /* x / 2^shift, rounded to the nearest, halves up; C leaves open what >> does to negative numbers. */
        static int64_t down(int64_t x, int32_t shift)
        {
            x += (int64_t)1 << (shift - 1);
            return x >= 0 ? x >> shift : ~(~x >> shift);
        }

        /* Writes a number to the logits if they are given, and to 8 bits if not. */
        static void finish(int32_t sum, const struct finish *f, int rectifies_first, int32_t low, int8_t *out, int32_t *logits, int i)
        {
            int64_t y;
            sum += f->bias;
            if (rectifies_first && sum < 0)
                sum = 0;
            y = down(down((int64_t)sum * f->multiplier, f->shift) + f->addend, 16);
            if (y < low)
                y = low;
            if (logits)
                logits[i] = (int32_t)y;
            else
                out[i] = (int8_t)(y > 127 ? 127 : y);
        }

        """;

    /// <summary>A convolution, a row of the output at a time: each tap is one plain loop over the row's sums.</summary>
    public const string Convolve = """
        static void convolve(const int8_t *in, int channels, int height, int width, const int8_t *weight,
                             int groups, int kernel_height, int kernel_width, int down, int right, int above, int beside,
                             const struct finish *f, int rectifies_first, int32_t low, int8_t *out, int32_t *logits, int out_channels, int out_height, int out_width)
        {
            const int group_in = channels / groups, group_out = out_channels / groups;
            for (int o = 0; o < out_channels; o++) {
                const int8_t *group = in + o / group_out * group_in * height * width;
                for (int y = 0; y < out_height; y++) {
                    const int8_t *w = weight + o * group_in * kernel_height * kernel_width;
                    for (int x = 0; x < out_width; x++)
                        sums[x] = 0;
                    for (int tap = 0; tap < group_in * kernel_height * kernel_width; tap++, w++) {
                        const int row = y * down - above + tap / kernel_width % kernel_height, shift = tap % kernel_width - beside;
                        const int8_t *line = group + (tap / (kernel_height * kernel_width) * height + row) * width;
                        const int first = shift < 0 ? (right - 1 - shift) / right : 0;
                        int end = width > shift ? (width - shift + right - 1) / right : 0;
                        if (row < 0 || row >= height)
                            continue;
                        if (end > out_width)
                            end = out_width;
                        for (int x = first; x < end; x++)
                            sums[x] += *w * line[x * right + shift];
                    }
                    for (int x = 0; x < out_width; x++)
                        finish(sums[x], f + o, rectifies_first, low, out, logits, (o * out_height + y) * out_width + x);
                }
            }
        }

        """;

    /// <summary>Another scale, a factor and an addend a channel.</summary>
    public const string Scale = """
        static void scale(const int8_t *in, int channels, int plane, const struct finish *f, int rectifies_first, int32_t low,
                          int8_t *out, int32_t *logits)
        {
            for (int i = 0; i < channels * plane; i++)
                finish(in[i], f + i / plane, rectifies_first, low, out, logits, i);
        }

        """;

    /// <summary>The sum of two values of different scales.</summary>
    public const string Add = """
        static void add(const int8_t *a, int32_t a_factor, const int8_t *b, int32_t b_factor, int channels, int plane,
                        const struct finish *f, int rectifies_first, int32_t low, int8_t *out, int32_t *logits)
        {
            for (int i = 0; i < channels * plane; i++)
                finish(a[i] * a_factor + b[i] * b_factor, f + i / plane, rectifies_first, low, out, logits, i);
        }

        """;

    /// <summary>The product of two values, of which the second may have one number for so many of the first.</summary>
    public const string Multiply = """
        static void multiply(const int8_t *a, const int8_t *b, int each, int channels, int plane,
                             const struct finish *f, int rectifies_first, int32_t low, int8_t *out, int32_t *logits)
        {
            for (int i = 0; i < channels * plane; i++)
                finish(a[i] * b[i / each], f + i / plane, rectifies_first, low, out, logits, i);
        }

        """;

    /// <summary>A function of each number, as a table of what becomes of -128 to 127.</summary>
    public const string Lookup = """
        static void lookup(const int8_t *in, const int8_t table[256], int8_t *out, int count)
        {
            for (int i = 0; i < count; i++)
                out[i] = table[in[i] + 128];
        }

        """;

    /// <summary>The largest number in each window.</summary>
    public const string Maximum = """
        static void maximum(const int8_t *in, int channels, int height, int width, int kernel_height, int kernel_width, int down, int right, int above, int beside,
                            int8_t *out, int out_height, int out_width)
        {
            for (int c = 0; c < channels; c++, in += height * width)
                for (int y = 0; y < out_height; y++)
                    for (int x = 0; x < out_width; x++, out++) {
                        const int top = y * down - above, left = x * right - beside;
                        int8_t largest = -127;
                        for (int i = top < 0 ? 0 : top; i < top + kernel_height && i < height; i++)
                            for (int j = left < 0 ? 0 : left; j < left + kernel_width && j < width; j++)
                                if (in[i * width + j] > largest)
                                    largest = in[i * width + j];
                        *out = largest;
                    }
        }

        """;

    /// <summary>The mean of each window; what is outside the image counts as zeros.</summary>
    public const string Average = """
        static void average(const int8_t *in, int channels, int height, int width, int kernel_height, int kernel_width, int down, int right,
                            int above, int beside, const struct finish *f, int32_t low, int8_t *out, int32_t *logits, int out_height, int out_width)
        {
            for (int c = 0; c < channels; c++, in += height * width)
                for (int y = 0; y < out_height; y++)
                    for (int x = 0; x < out_width; x++) {
                        const int top = y * down - above, left = x * right - beside;
                        int32_t sum = 0;
                        for (int i = top < 0 ? 0 : top; i < top + kernel_height && i < height; i++)
                            for (int j = left < 0 ? 0 : left; j < left + kernel_width && j < width; j++)
                                sum += in[i * width + j];
                        finish(sum, f + c, 0, low, out, logits, (c * out_height + y) * out_width + x);
                    }
        }

        """;
}
