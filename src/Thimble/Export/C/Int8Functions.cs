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

        /* Two products in one instruction, on a Cortex-M4, M7, M33 and the like. */
        #if defined(__ARM_FEATURE_SIMD32) && defined(__GNUC__)
        #include <arm_acle.h>
        #define NET_IS_DUAL 1
        #else
        #define NET_IS_DUAL 0
        #endif

        """;

    /// <summary>Tables of what finishes a sum.</summary>
    public const string Finishes = """
        /* A channel's sums become values: ((sum + bias) / 2^before * factor + addend * 2^(after - 8)) / 2^after. */
        struct net_finish {
            int32_t bias;
            int16_t factor, addend;
        };

        /* The same with more bits, for logits: ((sum + bias) * factor / 2^shift + addend) / 2^16. */
        struct net_wide_finish {
            int32_t bias, factor, addend, shift;
        };

        """;

    /// <summary>Finishes a sum.</summary>
    public const string Finish = """
        static int32_t net_narrow(const NET_READ struct net_finish *f, int before, int after, int rectifies, int32_t sum)
        {
            int32_t x = NET_DOWN(sum + f->bias, before);
            if (rectifies && x < 0)
                x = 0;
            x = x * f->factor + f->addend * ((int32_t)1 << (after - 8));
            return NET_DOWN(x, after);
        }

        static int32_t net_wide(const NET_READ struct net_wide_finish *f, int rectifies, int32_t sum)
        {
            const int32_t x = sum + f->bias;
            int64_t y = rectifies && x < 0 ? 0 : (int64_t)x * f->factor;
            y += (int64_t)1 << (f->shift - 1);
            y = NET_DOWN(y, f->shift) + f->addend + 32768;
            return (int32_t)NET_DOWN(y, 16);
        }

        /* A sum in the output's unit: 0 as it is, 1 narrow, 2 wide, 3 wide and not cut off to 8 bits. */
        static int32_t net_round(int kind, const NET_READ void *finishes, int channel, int before, int after, int rectifies, int32_t low, int32_t sum)
        {
            int32_t y;
            if (kind == 0)
                return sum;
            if (kind == 1)
                y = net_narrow((const NET_READ struct net_finish *)finishes + channel, before, after, rectifies, sum);
            else
                y = net_wide((const NET_READ struct net_wide_finish *)finishes + channel, rectifies, sum);
            if (kind == 3)
                return low == 0 && y < 0 ? 0 : y;
            return y < low ? low : y > 127 ? 127 : y;
        }

        static int32_t net_finish(const NET_READ struct net_step *s, int channel, int32_t sum)
        {
            (void)s;
            (void)channel;
            return net_round(@s.rounding, @s.finishes, channel * @s.finish_each, @s.before, @s.after, @s.rectifies, @s.low, sum);
        }

        """;

    /// <summary>Four products a channel in five instructions.</summary>
    public const string DualProducts = """

        #if NET_IS_DUAL
            for (; i + 4 <= count; i += 4) {
                int8x4_t x, y, z;
                int16x2_t even, odd;
                __builtin_memcpy(&x, in + i, 4);
                __builtin_memcpy(&y, w + i, 4);
                __builtin_memcpy(&z, v + i, 4);
                even = __sxtb16(x);
                odd = __sxtb16(__ror((uint32_t)x, 8));
                a = __smlad(even, __sxtb16(y), a);
                b = __smlad(even, __sxtb16(z), b);
                a = __smlad(odd, __sxtb16(__ror((uint32_t)y, 8)), a);
                b = __smlad(odd, __sxtb16(__ror((uint32_t)z, 8)), b);
            }
        #endif
        """;

    /// <summary>The sum of two values of different scales.</summary>
    public const string Add = """
        static void net_add(const NET_READ struct net_step *s, const int8_t *a, const int8_t *b, const struct net_target *target)
        {
            const NET_READ int16_t *factors = (const NET_READ int16_t *)@s.table;
            int c;
            for (c = 0; c < @s.made_channels; c++)
                net_put(s, target, c, a[c] * (int32_t)factors[0] + b[c] * (int32_t)factors[1]);
        }

        """;

    /// <summary>Sums of windows become a row.</summary>
    public const string CompleteMeans = """
        if (@s.sink == NET_MEAN)
                for (j = 0; j < @s.row; j++) {
                    const int32_t y = net_round(
                        @s.mean_rounding, @s.mean_finishes, j % @s.channels * @s.mean_finish_each, @s.mean_before, @s.mean_after, 0, @s.mean_low, target.sums[j]);
                    if (target.logits)
                        target.logits[j] = y;
                    else
                        target.row[j] = (int8_t)y;
                }

        """;

    /// <summary>Functions of each number of a row.</summary>
    public const string CompleteLookups = """
        if (@s.lookup)
                for (j = 0; j < @s.row; j++)
                    target.row[j] = @s.lookup[target.row[j] + 128];

        """;
}
