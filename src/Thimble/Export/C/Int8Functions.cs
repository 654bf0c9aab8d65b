namespace Thimble.Export.C;

/// <summary>The C of <see cref="Int8CProgram"/> that single precision has in another way.</summary>
internal static class Int8Functions
{
    /// <summary>Types, and what the processor can do.</summary>
    public const string Types = """
        typedef int8_t net_value, net_weight;
        typedef int32_t net_sum, net_logit;

        /* x / 2^shift, rounded down; C leaves open what >> does to negative numbers. */
        #if (-1 >> 1) == -1
        #define NET_DOWN(x, shift) ((x) >> (shift))
        #else
        #define NET_DOWN(x, shift) ((x) >= 0 ? (x) >> (shift) : ~(~(x) >> (shift)))
        #endif

        /* Two products in one instruction, on a Cortex-M4, M7, M33 and the like, and four channels at a time, for which they have the registers. */
        #if defined(__ARM_FEATURE_SIMD32) && defined(__GNUC__)
        #include <arm_acle.h>
        #define NET_IS_DUAL 1
        #define NET_AT_ONCE 4

        /* The second and the fourth byte as two numbers of 16 bits. */
        static int16x2_t net_odd(int8x4_t x)
        {
            int16x2_t y;
            __asm__("sxtb16 %0, %1, ror #8" : "=r"(y) : "r"(x));
            return y;
        }
        #define NET_AT_MOST_127(x) __ssat(x, 8)
        #else
        #define NET_IS_DUAL 0
        #define NET_AT_ONCE 2
        #define NET_AT_MOST_127(x) ((x) > 127 ? 127 : (x))
        #endif

        """;

    /// <summary>Tables of what finishes a sum.</summary>
    public const string Finishes = """
        /* A channel's sums become values: ((sum / 2^before + bias) * factor) / 2^after, rounded to the nearest. */
        struct net_finish {
            int16_t bias, factor;
        };

        """;

    /// <summary>The same where something is added after the multiplication.</summary>
    public const string FinishesWithAddends = """
        /* A channel's sums become values: ((sum / 2^before + bias) * factor + addend * 2^(after - 8)) / 2^after, rounded to the nearest. */
        struct net_finish {
            int16_t bias, factor, addend;
        };

        """;

    /// <summary>Tables of the same with more bits.</summary>
    public const string WideFinishes = """
        /* The same with more bits: ((sum + bias) * factor / 2^shift + addend) / 2^16. */
        struct net_wide_finish {
            int32_t bias, factor, addend, shift;
        };

        """;

    /// <summary>Finishes sums.</summary>
    public const string Finish = """
        /* A sum in the output's unit. */
        static int32_t net_narrow(int32_t sum, const NET_READ struct net_finish *f, int before, int after, int32_t least)
        {
            const int32_t half = (int32_t)1 << before >> 1;
            int32_t y = NET_DOWN(sum + half, before) + f->bias;
            if (y < least)
                y = least;
            y = y * f->factor + NET_ADDENDS((int32_t)1 << (after - 1));
            return NET_DOWN(y, after);
        }

        /* All channels of a place as values; where the largest is kept, only those that are larger. */
        NET_APART static void net_finish_row(const int32_t *sums, int count, const NET_READ struct net_finish *f, int each, int before, int after, int32_t least, int32_t low, int keeps, int8_t *out, int step)
        {
            for (; count > 0; count--, f += each, out += step) {
                int32_t y = net_narrow(*sums++, f, before, after, least);
                y = NET_AT_MOST_127(y);
                if (y < low)
                    y = low;
                if (!keeps || *out < y)
                    *out = (int8_t)y;
            }
        }

        """;

    /// <summary>What is added after the multiplication.</summary>
    public const string Addends = "f->addend * ((int32_t)1 << (after - 8)) + ";

    /// <summary>Finishes sums with more bits.</summary>
    public const string FinishWide = """
        /* The same with more bits: "high" is no limit for logits. */
        static int32_t net_wide(int32_t x, const NET_READ struct net_wide_finish *f, int32_t least)
        {
            const int32_t sum = x + f->bias;
            int64_t y = (int64_t)(sum < least ? least : sum) * f->factor + ((int64_t)1 << (f->shift - 1));
            y = NET_DOWN(y, f->shift) + f->addend + 32768;
            return (int32_t)NET_DOWN(y, 16);
        }

        """;

    /// <summary>What is finished one by one: logits, and what needs more bits.</summary>
    public const string FinishPlace = """
        /* All channels of a place in the output's unit, in their place. Kinds: 0 as they are, 1 narrow, 2 wide; and 3 and 4, the same as logits. */
        static void net_round(int32_t *x, int count, int kind, const NET_READ void *finishes, int each, int before, int after, int32_t least, int32_t low)
        {
            int c;
            for (c = 0; kind > 0 && c < count; c++) {
                int32_t y;
                NET_WIDE
                y = net_narrow(x[c], (const NET_READ struct net_finish *)finishes + c * each, before, after, least);
                if (y < low && (kind < 3 || low == 0))
                    y = low;
                if (y > 127 && kind < 3)
                    y = 127;
                x[c] = y;
            }
        }

        static void net_finish(const NET_READ struct net_step *s, const struct net_target *target, int32_t *place)
        {
            const int32_t least = @s.rectifies ? 0 : INT32_MIN;
            (void)s;
            if (@s.rounding == 1 && @s.sink != NET_MEAN) {
                net_finish_row(
                    place, @s.made_channels, (const NET_READ struct net_finish *)@s.finishes, @s.finish_each, @s.before, @s.after, least, @s.low,
                    @s.sink == NET_LARGEST && !target->first, target->row + target->at, @s.each);
                return;
            }
            net_round(place, @s.made_channels, @s.rounding, @s.finishes, @s.finish_each, @s.before, @s.after, least, @s.low);
            net_put(s, target, place);
        }

        """;

    /// <summary>Where a step has more bits.</summary>
    public const string ChooseWide = """
        if (kind == 2 || kind == 4)
                    y = net_wide(x[c], (const NET_READ struct net_wide_finish *)finishes + c * each, least);
                else
            
        """;

    /// <summary>The sums of four channels.</summary>
    public const string SumUpFourFunction = """
        #if NET_IS_DUAL
        /* The same for four channels: sixteen products in some twenty instructions. */
        NET_APART static void net_sum_up_four(const struct net_step *s, const struct net_window *window, int start, const int8_t *weights, int32_t *sums)
        {
            const struct net_step *in = net_steps + @s.from;
            const int next = @s.kernel_rows * @s.kernel_columns * @s.group_in;
            const int8_t *line = window->line;
            int32_t a = 0, b = 0, c = 0, d = 0;
            int rows;
            (void)s;
            (void)in;
            for (rows = window->rows; rows > 0; rows--) {
                NET_RUNS
                    const int8_t *p = x, *v = w, *u = w + 2 * next, *last = x + count - count % 4;
                    while (p < last) {
                        int8x4_t y;
                        int16x2_t even, odd;
                        __builtin_memcpy(&y, p, 4);
                        even = __sxtb16(y);
                        odd = net_odd(y);
                        __builtin_memcpy(&y, v, 4);
                        a = __smlad(odd, net_odd(y), __smlad(even, __sxtb16(y), a));
                        __builtin_memcpy(&y, v + next, 4);
                        b = __smlad(odd, net_odd(y), __smlad(even, __sxtb16(y), b));
                        __builtin_memcpy(&y, u, 4);
                        c = __smlad(odd, net_odd(y), __smlad(even, __sxtb16(y), c));
                        __builtin_memcpy(&y, u + next, 4);
                        d = __smlad(odd, net_odd(y), __smlad(even, __sxtb16(y), d));
                        p += 4;
                        v += 4;
                        u += 4;
                        NET_KEEP(v);
                        NET_KEEP(u);
                    }
                    for (last += count % 4; p < last; p++, v++, u++) {
                        a += *p * v[0];
                        b += *p * v[next];
                        c += *p * u[0];
                        d += *p * u[next];
                        NET_KEEP(v);
                        NET_KEEP(u);
                    }
                }
                weights += @s.kernel_columns * @s.group_in;
                line += @in.row;
                if (line == window->end)
                    line = window->ring;
            }
            sums[0] = a;
            sums[1] = b;
            sums[2] = c;
            sums[3] = d;
        }
        #endif

        """;

    /// <summary>Sums of four channels, each by itself.</summary>
    public const string ApartFourFunction = """
        #if NET_IS_DUAL
        /* Four channels at a place, each by itself. */
        static void net_apart_four(const struct net_step *s, const struct net_window *window, int c, const int8_t *weights, int32_t *sums)
        {
            const struct net_step *in = net_steps + @s.from;
            const int8_t *line = window->line;
            int32_t first = 0, second = 0, third = 0, fourth = 0;
            int rows, columns;
            (void)s;
            (void)in;
            for (rows = window->rows; rows > 0; rows--) {
                const int8_t *x = line + window->start + c, *w = weights;
                for (columns = window->columns; columns > 0; columns--) {
                    int8x4_t y, z;
                    __builtin_memcpy(&y, x, 4);
                    __builtin_memcpy(&z, w, 4);
                    first = __smlabb(__sxtb16(y), __sxtb16(z), first);
                    third = __smlatt(__sxtb16(y), __sxtb16(z), third);
                    second = __smlabb(net_odd(y), net_odd(z), second);
                    fourth = __smlatt(net_odd(y), net_odd(z), fourth);
                    x += @s.made_channels;
                    w += @s.made_channels;
                }
                weights += @s.kernel_columns * @s.made_channels;
                line += @in.row;
                if (line == window->end)
                    line = window->ring;
            }
            sums[0] = first;
            sums[1] = second;
            sums[2] = third;
            sums[3] = fourth;
        }
        #endif

        """;

    /// <summary>What calls it.</summary>
    public const string ApartFour = """

        #if NET_IS_DUAL
            for (; c + 4 <= channels; c += 4)
                net_apart_four(s, window, c, weights + c, place + c);
        #endif

        """;

    /// <summary>What calls it.</summary>
    public const string SumUpFour = """

        #if NET_IS_DUAL
                    if (channels == 4)
                        net_sum_up_four(s, window, start, weights, place);
                    else
        #endif

        """;

    /// <summary>The sum of two values of different scales.</summary>
    public const string Add = """
        static void net_add(const NET_READ struct net_step *s, const int8_t *a, const int8_t *b, int32_t *place)
        {
            const NET_READ int16_t *factors = (const NET_READ int16_t *)@s.table;
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                place[c] = a[c] * (int32_t)factors[0] + b[c] * (int32_t)factors[1];
        }

        """;

    /// <summary>Sums of windows become a row.</summary>
    public const string CompleteMeans = """
        if (@s.sink == NET_MEAN)
                for (column = 0; column < @s.width; column++) {
                    int32_t *sums = target.sums + column * @s.made_channels;
                    net_round(sums, @s.made_channels, @s.mean_rounding, @s.mean_finishes, @s.mean_finish_each, @s.mean_before, @s.mean_after, INT32_MIN, @s.mean_low);
                    for (j = 0; j < @s.made_channels; j++)
                        if (target.logits)
                            target.logits[j] = sums[j];
                        else
                            target.row[column * @s.made_channels + j] = (int8_t)sums[j];
                }

        """;

    /// <summary>Functions of each number of a row.</summary>
    public const string CompleteLookups = """
        if (@s.looks_up)
                for (j = 0; j < @s.row; j++)
                    target.row[j] = @s.lookup[target.row[j] + 128];

        """;
}
