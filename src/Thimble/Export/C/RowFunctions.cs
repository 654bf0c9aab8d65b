namespace Thimble.Export.C;

/// <summary>
/// The C functions that let an image through row by row, for whole numbers and for single precision. <c>@s.column</c> stands for a column of the
/// <see cref="StepTable"/>, <c>net_</c> for the network's name. Numbers of a row are side by side by place, all channels of a place together: so
/// what a kernel row sees of the input is one run of numbers. A place is made as sums, finished, and put where it belongs.
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


        """;

    /// <summary>The numbers of a place go where the step puts them.</summary>
    public const string Put = """
        /* Where the numbers of a place go; "first" is set for the first place of a pool's window. */
        struct net_target {
            net_value *row;
            net_sum *sums;
            net_logit *logits;
            int at, first;
        };

        static void net_put(const NET_READ struct net_step *s, const struct net_target *target, const net_sum *place)
        {
            int c;
            (void)s;
            if (@s.sink == NET_MEAN) {
                net_sum *sums = target->sums + target->at;
                for (c = 0; c < @s.made_channels; c++)
                    sums[c] = target->first ? place[c] : sums[c] + place[c];
            } else if (target->logits) {
                for (c = 0; c < @s.made_channels; c++)
                    target->logits[target->at + c * @s.each] = place[c];
            }NET_PUT_ROWS
        }

        """;

    /// <summary>Where numbers become rows by it.</summary>
    public const string PutRows = """
         else if (@s.sink == NET_LARGEST && !target->first) {
                net_value *row = target->row + target->at;
                for (c = 0; c < @s.made_channels; c++)
                    if (row[c] < place[c])
                        row[c] = (net_value)place[c];
            } else {
                net_value *row = target->row + target->at;
                for (c = 0; c < @s.made_channels; c++, row += @s.each)
                    *row = (net_value)place[c];
            }
        """;

    /// <summary>Pixels.</summary>
    public const string Pixels = """
        static void net_read(const NET_READ struct net_step *s, const uint8_t *pixels, int row, int x, net_sum *place)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                place[c] = (net_sum)pixels[(c * NET_HEIGHT + row) * NET_WIDTH + x]NET_PIXEL_FACTOR;
        }

        """;

    /// <summary>Windows of the input.</summary>
    public const string Windows = """
        /* What a window sees of the input: rows of a ring, and columns. */
        struct net_window {
            const net_value *line, *ring, *end; /* the first row that is inside the image; the ring starts again where it ends */
            int above, rows;                    /* rows of the window above the image, and inside it */
            int beside, columns, start;         /* columns to the left of the image, and inside it; where the first of them is in a row */
        };

        static void net_window_of_row(struct net_memory *memory, const NET_READ struct net_step *s, int row, struct net_window *window)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const int top = row * @s.down - @s.above;
            (void)s;
            (void)in;
            window->above = top < 0 ? -top : 0;
            window->rows = (top + @s.kernel_rows < @in.height ? @s.kernel_rows : @in.height - top) - window->above;
            window->ring = memory->values + @in.place;
            window->end = window->ring + @in.rows * @in.row;
            window->line = net_row(memory, in, window->rows > 0 ? top + window->above : 0);
        }

        static void net_window_at(const NET_READ struct net_step *s, int x, struct net_window *window)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const int left = x * @s.right - @s.beside;
            (void)s;
            (void)in;
            window->beside = left < 0 ? -left : 0;
            window->columns = (left + @s.kernel_columns < @in.across ? @s.kernel_columns : @in.across - left) - window->beside;
            window->start = window->columns > 0 ? (left + window->beside) * @in.channels : 0;
        }

        """;

    /// <summary>The sums of products that most of the time is spent in.</summary>
    public const string Products = """
        /* The products of what a window sees with the weights of a channel, or of two, which share the numbers that they see. */
        NET_APART static void net_sum_up(const NET_READ struct net_step *s, const struct net_window *window, int start, const NET_READ net_weight *weights, int channels, net_sum *sums)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const int next = channels > 1 ? @s.kernel_rows * @s.kernel_columns * @s.group_in : 0;
            const net_value *line = window->line;
            net_sum a = 0, b = 0;
            int rows;
            (void)s;
            (void)in;
            for (rows = window->rows; rows > 0; rows--) {
                NET_RUNS
                    const NET_READ net_weight *v = w + next;
                    int i = 0;
                    if (count % 2 > 0) {
                        a += x[i] * w[i];
                        b += x[i] * v[i];
                        i++;
                    }
                    while (i < count) {
                        a += x[i] * w[i];
                        b += x[i] * v[i];
                        i++;
                        NET_KEEP(i);
                        a += x[i] * w[i];
                        b += x[i] * v[i];
                        i++;
                    }
                }
                weights += @s.kernel_columns * @s.group_in;
                line += @in.row;
                if (line == window->end)
                    line = window->ring;
            }
            sums[0] = a;
            if (channels > 1)
                sums[1] = b;
        }

        """;

    /// <summary>What a kernel row sees is one run of numbers where all channels see all.</summary>
    public const string OneRun = """
        const net_value *x = line + start;
                const NET_READ net_weight *w = weights;
                const int count = window->columns > 0 ? window->columns * @s.group_in : 0;
                {
        """;

    /// <summary>Where channels are in groups it is a run for each column.</summary>
    public const string ManyRuns = """
        const net_value *x = line + start;
                const NET_READ net_weight *w = weights;
                const int count = @s.group_in;
                int columns;
                for (columns = window->columns; columns > 0; columns--, x += @in.channels, w += @s.group_in) {
        """;

    /// <summary>A convolution.</summary>
    public const string Convolve = """
        /* A convolution at one place. */
        static void net_convolve(const NET_READ struct net_step *s, const struct net_window *window, net_sum *place)
        {
            const int taps = @s.kernel_rows * @s.kernel_columns * @s.group_in, group_out = @s.made_channels / @s.groups;
            const NET_READ net_weight *weights = (const NET_READ net_weight *)@s.table + (window->above * @s.kernel_columns + window->beside) * @s.group_in;
            int groups, left, start = window->start;
            NET_GATHER
            (void)s;
            for (groups = @s.groups; groups > 0; groups--, start += @s.group_in) {
                for (left = group_out; left > 0;) {
                    const int channels = left >= NET_AT_ONCE ? NET_AT_ONCE : left >= 2 ? 2 : 1;
                    NET_SUM_UP_FOUR
                    net_sum_up(s, window, start, weights, channels, place);
                    weights += channels * taps;
                    place += channels;
                    left -= channels;
                }
            }
        }

        """;

    /// <summary>What a window sees of one channel, in one run: three short ones take longer.</summary>
    public const string Gather = """
        const NET_READ struct net_step *in = net_steps + @s.from;
            net_value seen[NET_SEEN];
            struct net_window gathered;
            if (@in.channels == 1 && window->rows == @s.kernel_rows && window->columns == @s.kernel_columns) {
                const net_value *line = window->line;
                int i, j, k = 0;
                for (i = 0; i < window->rows; i++) {
                    for (j = 0; j < window->columns; j++)
                        seen[k++] = line[start + j];
                    line += @in.row;
                    if (line == window->end)
                        line = window->ring;
                }
                gathered = *window;
                gathered.line = seen;
                gathered.rows = 1;
                gathered.columns = k;
                window = &gathered;
                start = 0;
            }
            (void)in;
        """;

    /// <summary>A convolution in each channel by itself.</summary>
    public const string Depthwise = """
        /* A convolution at one place, in each channel by itself. */
        static void net_convolve_apart(const NET_READ struct net_step *s, const struct net_window *window, net_sum *place)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            const int channels = @s.made_channels;
            const NET_READ net_weight *weights = (const NET_READ net_weight *)@s.table + (window->above * @s.kernel_columns + window->beside) * channels;
            const net_value *line = window->line;
            int rows, columns, i, c = 0;
            (void)s;
            (void)in;
            NET_APART_FOUR
            for (i = c; i < channels; i++)
                place[i] = 0;
            for (rows = c < channels ? window->rows : 0; rows > 0; rows--) {
                const net_value *x = line + window->start;
                const NET_READ net_weight *w = weights;
                for (columns = window->columns; columns > 0; columns--, x += channels, w += channels)
                    for (i = c; i < channels; i++)
                        place[i] += x[i] * w[i];
                weights += @s.kernel_columns * channels;
                line += @in.row;
                if (line == window->end)
                    line = window->ring;
            }
        }

        """;

    /// <summary>The input as it is, or at another scale.</summary>
    public const string Copy = """
        static void net_copy(const NET_READ struct net_step *s, const net_value *in, net_sum *place)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                place[c] = in[c];
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

        static void net_multiply(const NET_READ struct net_step *s, const net_value *a, const net_value *b, net_sum *place)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                place[c] = a[c] * b[c];
        }

        """;

    /// <summary>The largest number of windows that overlap or reach over the border.</summary>
    public const string Largest = """
        static void net_largest(const NET_READ struct net_step *s, const struct net_window *window, net_sum *place)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            int c, i, j;
            (void)s;
            (void)in;
            for (c = 0; c < @s.made_channels; c++) {
                const net_value *line = window->line;
                net_value largest = NET_LOWEST;
                for (i = 0; i < window->rows; i++) {
                    for (j = 0; j < window->columns; j++) {
                        const net_value one = line[window->start + j * @in.channels + c];
                        if (one > largest)
                            largest = one;
                    }
                    line += @in.row;
                    if (line == window->end)
                        line = window->ring;
                }
                place[c] = largest;
            }
        }

        """;

    /// <summary>The mean of such windows; what is outside the image counts as zeros.</summary>
    public const string Mean = """
        static void net_mean(const NET_READ struct net_step *s, const struct net_window *window, net_sum *place)
        {
            const NET_READ struct net_step *in = net_steps + @s.from;
            int c, i, j;
            (void)s;
            (void)in;
            for (c = 0; c < @s.made_channels; c++) {
                const net_value *line = window->line;
                net_sum sum = 0;
                for (i = 0; i < window->rows; i++) {
                    for (j = 0; j < window->columns; j++)
                        sum += line[window->start + j * @in.channels + c];
                    line += @in.row;
                    if (line == window->end)
                        line = window->ring;
                }
                place[c] = NET_MEAN_OF;
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
            NET_WINDOW_ROWS
            target.logits = i == NET_STEPS - 1 ? logits : 0;
            target.row = target.logits ? 0 : net_row(memory, s, memory->made[i]);
            target.sums = NET_SUMS;
            for (column = 0; column < @s.width; column++) {
                target.at = @s.sink == NET_FLAT ? row * @s.width + column : column * @s.channels;
                for (j = 0; j < @s.pool_columns; j++) {
                    const int x = column * @s.pool_right + j;
                    target.first = within == 0 && j == 0;
                    NET_WINDOW_AT
                    switch (@s.source) {
        NET_CASES
                    }
                    net_finish(s, &target, memory->place);
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
