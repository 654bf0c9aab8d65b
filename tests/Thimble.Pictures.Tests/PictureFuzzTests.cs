using System.Diagnostics;
using System.Globalization;
using Thimble.Lab.Tests.Fuzzing;

namespace Thimble.Pictures.Tests;

/// <summary>
/// Damaged pictures: the documented error in one line, or a picture; within a bounded time and memory. THIMBLE_FUZZ_CASES is how many of each format
/// are tried (300 by default), THIMBLE_FUZZ_SEED where that begins.
/// </summary>
public sealed class PictureFuzzTests(ITestOutputHelper output)
{
    private const long MostMemory = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("JPEG")]
    [InlineData("BMP")]
    [InlineData("GIF")]
    public void A_damaged_picture_is_refused_in_one_line_or_read(string format)
    {
        byte[][] sound = GoldenPicture.Files(format);
        Assert.True(sound.Length >= 9);
        int cases = (int)(Setting("THIMBLE_FUZZ_CASES") ?? 300);
        ulong seed = Setting("THIMBLE_FUZZ_SEED") ?? 1;
        int refused = 0;
        for (int number = 0; number < cases; number++)
        {
            byte[] damaged = new Mutator(new KeyedRandom(seed, epoch: format.Length, number, place: 0)).Damage(sound, isText: false);
            if (Problem(damaged, ref refused) is not { } problem)
                continue;
            string kept = Path.Combine(Path.GetTempPath(), $"thimble-fuzz-{format}-{seed}-{number}");
            File.WriteAllBytes(kept, damaged);
            Assert.Fail($"{format}, seed {seed}, case {number}, kept as {kept}: {problem}");
        }

        output.WriteLine($"{format}: {cases} cases, {refused} refused");
        // Damage that nothing ever notices is none, or a reader that does not look.
        Assert.InRange(refused, cases / 10, cases - (cases / 100));
    }

    private static string? Problem(byte[] damaged, ref int refused)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        try
        {
            PictureFile.Read(damaged, "a");
        }
        catch (InvalidInputException refusal)
        {
            refused++;
            if (refusal.Message.AsSpan().IndexOfAny("\n\r\u0085\u2028\u2029") >= 0)
                return $"a message of more than one line: {refusal.Message}";
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }

        long memory = GC.GetAllocatedBytesForCurrentThread() - before;
        if (memory > MostMemory)
            return $"{memory:N0} bytes were allocated; at most {MostMemory:N0} may be";
        return time.Elapsed > Patience ? $"it took {time.Elapsed}" : null;
    }

    private static ulong? Setting(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
