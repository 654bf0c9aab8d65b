namespace Thimble.Export.C;

/// <summary>
/// The C functions that let an image through row by row, for whole numbers and for single precision. <c>@s.column</c> stands for a column of the
/// <see cref="StepTable"/>, <c>net_</c> for the network's name. Numbers of a row are side by side by place, all channels of a place together: so
/// what a kernel row sees of the input is one run of numbers.
/// </summary>
internal static class RowFunctions
{
    /// <summary>Where rows are.</summary>
    public const string Places = """
        /* The memory for a row of a step's value; rows take turns. */
        static net_value *net_row(struct net_memory *memory, const NET_READ struct net_step *s, int row)
        {
            (void)s;
            return memory->values + @s.place + row % @s.rows * @s.row;
        }

        /* Where the numbers of a place go; "first" is set for the first place of a pool's window. */
        struct net_target {
            net_value *row;
            net_sum *sums;
            net_logit *logits;
            int at, first;
        };

        """;

    /// <summary>Numbers go where the step puts them.</summary>
    public const string Put = """
        static void net_put(const NET_READ struct net_step *s, const struct net_target *target, int channel, net_sum sum)
        {
            const int at = target->at + channel * @s.each;
            const net_sum y = net_finish(s, channel, sum);
            (void)s;
            if (@s.sink == NET_MEAN)
                target->sums[at] = target->first ? y : target->sums[at] + y;
            else if (target->logits)
                target->logits[at] = y;
            else if (@s.sink != NET_LARGEST || target->first || target->row[at] < y)
                target->row[at] = (net_value)y;
        }

        """;

    /// <summary>Pixels.</summary>
    public const string Pixels = """
        static void net_read(const NET_READ struct net_step *s, const uint8_t *pixels, int row, int x, const struct net_target *target)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                net_put(s, target, c, (net_sum)pixels[(c * NET_HEIGHT + row) * NET_WIDTH + x]);
        }

        """;

    /// <summary>Windows of the input.</summary>
    public const string Windows = """
        /* The rows of the input under a window: the first that is inside the image, how many are, how many are above it; they end where the ring does. */
        struct net_lines {
            const net_value *line, *ring, *end;
            int skipped, count;
        };

        static struct net_lines net_lines_of(struct net_memory *memory, const NET_READ struct net_step *s, int row)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const int top = row * @s.down - @s.above;
            struct net_lines lines;
            (void)s;
            (void)in;
            lines.skipped = top < 0 ? -top : 0;
            lines.count = (top + @s.kernel_rows < @in.height ? @s.kernel_rows : @in.height - top) - lines.skipped;
            lines.ring = memory->values + @in.place;
            lines.end = lines.ring + @in.rows * @in.row;
            lines.line = net_row(memory, in, lines.count > 0 ? top + lines.skipped : 0);
            return lines;
        }

        /* The columns of the input under a window: the first, which may be outside the image, and which of the window's are inside. */
        struct net_columns {
            int left, from, count;
        };

        static struct net_columns net_columns_of(const NET_READ struct net_step *s, int x)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            struct net_columns columns;
            (void)s;
            (void)in;
            columns.left = x * @s.right - @s.beside;
            columns.from = columns.left < 0 ? -columns.left : 0;
            columns.count = (columns.left + @s.kernel_columns < @in.across ? @s.kernel_columns : @in.across - columns.left) - columns.from;
            return columns;
        }

        """;

    /// <summary>A convolution.</summary>
    public const string Convolve = """
        /* A convolution at one place, two channels at a time: they share the numbers that they see. */
        static void net_convolve(const NET_READ struct net_step *s, const struct net_lines *lines, int x, const struct net_target *target)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const struct net_columns columns = net_columns_of(s, x);
            const int taps = @s.kernel_rows * @s.kernel_columns * @s.group_in, group_out = @s.made_channels / @s.groups;
            const NET_READ net_weight *weights = (const NET_READ net_weight *)@s.table + (lines->skipped * @s.kernel_columns + columns.from) * @s.group_in;
            const int rows = columns.count > 0 ? lines->count : 0;
            const int start = rows > 0 ? (columns.left + columns.from) * @in.channels : 0;
            int group, o, i;
            (void)s;
            (void)in;
            for (group = 0; group < @s.groups; group++) {
                for (o = 0; o < group_out; o += 2, weights += 2 * taps) {
                    const int channel = group * group_out + o, next = o + 1 < group_out ? taps : 0;
                    const NET_READ net_weight *w = weights;
                    const net_value *line = lines->line;
                    net_sum sums[2] = {0, 0};
                    for (i = 0; i < rows; i++, w += @s.kernel_columns * @s.group_in) {
                        NET_SUM_UP(line + start + group * @s.group_in)
                        line += @in.row;
                        if (line == lines->end)
                            line = lines->ring;
                    }
                    net_put(s, target, channel, sums[0]);
                    if (next > 0)
                        net_put(s, target, channel + 1, sums[1]);
                }
                if (group_out % 2 > 0)
                    weights -= taps;
            }
        }

        """;

    /// <summary>How a convolution sums up a kernel row where all channels see all.</summary>
    public const string SumUpTogether = "net_products(FIRST, w, next, columns.count * @s.group_in, sums);";

    /// <summary>The same where channels are in groups.</summary>
    public const string SumUpInGroups = """
        const net_value *first = FIRST;
                        int j;
                        for (j = 0; j < columns.count; j++)
                            net_products(first + j * @in.channels, w + j * @s.group_in, next, @s.group_in, sums);
        """;

    /// <summary>The sums of products that most of the time is spent in.</summary>
    public const string Products = """
        /* Adds the products of so many numbers with two channels' weights, of which the second's are so much farther on. */
        static void net_products(const net_value *in, const NET_READ net_weight *w, int next, int count, net_sum sums[2])
        {
            const NET_READ net_weight *v = w + next;
            net_sum a = sums[0], b = sums[1];
            int i = 0;
            NET_DUAL
            for (; i < count; i++) {
                a += in[i] * w[i];
                b += in[i] * v[i];
            }
            sums[0] = a;
            sums[1] = b;
        }

        """;

    /// <summary>A convolution in each channel by itself.</summary>
    public const string Depthwise = """
        /* A convolution at one place, in each channel by itself. */
        static void net_convolve_apart(const NET_READ struct net_step *s, const struct net_lines *lines, int x, const struct net_target *target)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const struct net_columns columns = net_columns_of(s, x);
            const NET_READ net_weight *weights = (const NET_READ net_weight *)@s.table + lines->skipped * @s.kernel_columns + columns.from;
            const int rows = columns.count > 0 ? lines->count : 0;
            const int start = rows > 0 ? (columns.left + columns.from) * @in.channels : 0;
            int c, i, j;
            (void)s;
            (void)in;
            for (c = 0; c < @s.made_channels; c++, weights += @s.kernel_rows * @s.kernel_columns) {
                const NET_READ net_weight *w = weights;
                const net_value *line = lines->line;
                net_sum sum = 0;
                for (i = 0; i < rows; i++, w += @s.kernel_columns) {
                    const net_value *first = line + start + c;
                    for (j = 0; j < columns.count; j++, first += @in.channels)
                        sum += *first * w[j];
                    line += @in.row;
                    if (line == lines->end)
                        line = lines->ring;
                }
                net_put(s, target, c, sum);
            }
        }

        """;

    /// <summary>The input as it is, or at another scale.</summary>
    public const string Copy = """
        static void net_copy(const NET_READ struct net_step *s, const net_value *in, const struct net_target *target)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                net_put(s, target, c, in[c]);
        }

        """;

    /// <summary>The product of two values, of which the second may have one number a channel.</summary>
    public const string Product = """
        static const net_value *net_second(struct net_memory *memory, const NET_READ struct net_step *s, int row, int x)
        {
            const NET_READ struct net_step *in = net_steps + @s.second;
            (void)in;
            return net_row(memory, in, row < @in.height ? row : 0) + (x < @in.across ? x : 0) * @in.channels;
        }

        static void net_multiply(const NET_READ struct net_step *s, const net_value *a, const net_value *b, const struct net_target *target)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                net_put(s, target, c, a[c] * b[c]);
        }

        """;

    /// <summary>The largest number of windows that overlap or reach over the border.</summary>
    public const string Largest = """
        static void net_largest(const NET_READ struct net_step *s, const struct net_lines *lines, int x, const struct net_target *target)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const struct net_columns columns = net_columns_of(s, x);
            int c, i, j;
            (void)s;
            (void)in;
            for (c = 0; c < @s.made_channels; c++) {
                const net_value *line = lines->line;
                net_value largest = NET_LOWEST;
                for (i = 0; i < lines->count; i++) {
                    for (j = 0; j < columns.count; j++) {
                        const net_value one = line[(columns.left + columns.from + j) * @in.channels + c];
                        if (one > largest)
                            largest = one;
                    }
                    line += @in.row;
                    if (line == lines->end)
                        line = lines->ring;
                }
                net_put(s, target, c, largest);
            }
        }

        """;

    /// <summary>The mean of such windows; what is outside the image counts as zeros.</summary>
    public const string Mean = """
        static void net_mean(const NET_READ struct net_step *s, const struct net_lines *lines, int x, const struct net_target *target)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const struct net_columns columns = net_columns_of(s, x);
            int c, i, j;
            (void)s;
            (void)in;
            for (c = 0; c < @s.made_channels; c++) {
                const net_value *line = lines->line;
                net_sum sum = 0;
                for (i = 0; i < lines->count; i++) {
                    for (j = 0; j < columns.count; j++)
                        sum += line[(columns.left + columns.from + j) * @in.channels + c];
                    line += @in.row;
                    if (line == lines->end)
                        line = lines->ring;
                }
                net_put(s, target, c, NET_MEAN_OF);
            }
        }

        """;

    /// <summary>The next row of a step.</summary>
    public const string Run = """
        /* Whether so many rows of a step's value are there, or all. */
        static int net_has(const struct net_memory *memory, int i, int rows)
        {
            const NET_READ struct net_step *s = net_steps + i;
            (void)s;
            return memory->made[i] >= (rows < @s.height ? rows : @s.height);
        }

        /* Whether a step can make its next row. */
        static int net_is_ready(const struct net_memory *memory, int i)
        {
            const NET_READ struct net_step *s = net_steps + i;
            const int rows = memory->done[i] * @s.down + @s.needed;
            (void)s;
            return memory->done[i] < @s.events && (i == 0 || (net_has(memory, @s.from, rows)NET_SECOND_IS_READY));
        }

        /* Makes the next row of a step. */
        static void net_run(struct net_memory *memory, int i, const uint8_t *pixels, net_logit *logits)
        {
            const NET_READ struct net_step *s = net_steps + i, *in = net_steps + @s.from;
            const int row = memory->done[i]++;
            const int within = @s.sink == NET_FLAT ? 0 : row - memory->made[i] * @s.pool_down;
            struct net_target target;
            int column, j;
            NET_LINES
            (void)in;
            if (within < 0)
                return;
            target.logits = i == NET_STEPS - 1 ? logits : 0;
            target.row = target.logits ? 0 : net_row(memory, s, memory->made[i]);
            target.sums = NET_SUMS;
            for (column = 0; column < @s.width; column++) {
                target.at = @s.sink == NET_FLAT ? row * @s.width + column : column * @s.channels;
                for (j = 0; j < @s.pool_columns; j++) {
                    const int x = column * @s.pool_right + j;
                    target.first = within == 0 && j == 0;
                    switch (@s.source) {
                        NET_CASES
                    }
                }
            }
            if (@s.sink == NET_FLAT ? row + 1 < @s.events : within + 1 < @s.pool_rows)
                return;
            NET_COMPLETE
            memory->made[i]++;
        }

        """;

    /// <summary>The image as a whole: always the last step that can, so that a row is used as soon as it is there.</summary>
    public const string Logits = """
        void net_logits_in(void *block, const uint8_t pixels[NET_PIXELS], net_logit logits[NET_CLASSES])
        {
            static const NET_TABLE uint8_t stages[NET_STAGES + 1] = {NET_STAGE_ENDS};
            struct net_memory *memory = (struct net_memory *)block;
            int stage, i;
            for (i = 0; i < NET_STEPS; i++)
                memory->done[i] = memory->made[i] = 0;
            for (stage = 0; stage < NET_STAGES; stage++) {
                do {
                    for (i = stages[stage + 1] - 1; i >= stages[stage] && !net_is_ready(memory, i); i--)
                        ;
                    if (i >= stages[stage])
                        net_run(memory, i, pixels, logits);
                } while (i >= stages[stage]);
            }
        }

        """;
}
