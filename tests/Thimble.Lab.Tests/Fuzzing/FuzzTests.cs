using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Thimble.Lab.Tests.Fuzzing;

/// <summary>
/// Every reader of files, given damaged ones: it gives the documented error, in one line, or what the file says; within a bounded time and
/// memory. THIMBLE_FUZZ_SECONDS is how long all of them are tried together, THIMBLE_FUZZ_SEED where that begins.
/// </summary>
public sealed class FuzzTests(FuzzTargets targets) : IClassFixture<FuzzTargets>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Names => [.. FuzzTargets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_file_is_refused_in_one_line_or_read(string name)
    {
        FuzzTarget target = targets.All.Single(target => target.Name == name);
        foreach (byte[] sound in target.Sound)
            target.Read(sound);
        var time = Stopwatch.StartNew();
        TimeSpan? share = Setting("THIMBLE_FUZZ_SECONDS") is { } seconds ? TimeSpan.FromSeconds((double)seconds / FuzzTargets.Names.Count) : null;
        ulong seed = Setting("THIMBLE_FUZZ_SEED") ?? 1;
        int refused = 0;
        int cases = 0;
        for (; share is null ? cases < target.Cases : time.Elapsed < share; cases++)
            refused += Try(target, seed, cases) ? 0 : 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {cases} cases, {refused} refused");
        // Damage that nothing ever notices is none, or a reader that does not look.
        Assert.InRange(refused, target.TakesAnything ? 0 : 1, cases);
    }

    /// <summary>A new reader is added to the list, or to those that others go through.</summary>
    [Fact]
    public void Every_reader_is_on_the_list()
    {
        IEnumerable<string> found = new[] { typeof(Network).Assembly, typeof(RunFolder).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(IsReader)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Distinct();

        string[] listed = [.. targets.All.SelectMany(target => target.Covers).Concat(FuzzTargets.NoReaders)];
        Assert.Equal("", string.Join(", ", found.Except(listed).Order(StringComparer.Ordinal)));
        Assert.Equal("", string.Join(", ", listed.Except(found).Order(StringComparer.Ordinal)));
    }

    // By their names: Read, Load, Open or Parse, of a path, of bytes or of a run's folder.
    private static bool IsReader(MethodInfo method)
    {
        bool isNamedSo = ((string[])["Read", "Load", "Open", "Parse"]).Any(verb => method.Name == verb || (method.Name.StartsWith(verb, StringComparison.Ordinal) && char.IsUpper(method.Name[verb.Length])));
        return isNamedSo && !method.IsPrivate && !method.IsFamily && method.DeclaringType is { IsNested: false } type
            && (method.GetParameters().Any(parameter => parameter.Name is "path" or "file" or "folder" or "dataFolder" or "root" or "pathOrName" or "nameOrFile" or "stream" or "json")
                || (type == typeof(RunFolder) && method.Name != "Open"));
    }

    // Whether the file was read.
    private static bool Try(FuzzTarget target, ulong seed, int number)
    {
        byte[] damaged = new Mutator(new KeyedRandom(seed, epoch: target.Name.Length, number, place: 0)).Damage(target.Sound, target.IsText);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        string problem;
        bool isRead = false;
        try
        {
            target.Read(damaged);
            problem = "";
            isRead = true;
        }
        catch (InvalidInputException refusal)
        {
            IEnumerable<Exception> all = refusal is ExperimentException several ? several.Mistakes : [refusal];
            problem = all.FirstOrDefault(one => one.Message.AsSpan().IndexOfAny("\n\r\u0085\u2028\u2029") >= 0) is { } broken ? $"a message of more than one line: {broken.Message}" : "";
        }
        catch (Exception fault)
        {
            problem = fault.ToString();
        }

        long memory = GC.GetAllocatedBytesForCurrentThread() - before;
        if (problem.Length == 0 && memory > target.MostMemory)
            problem = $"{memory:N0} bytes were allocated; at most {target.MostMemory:N0} may be";
        // A machine that is shared may be away for a while, but not three times in a row.
        if (problem.Length == 0 && time.Elapsed > Patience && Enumerable.Range(0, 2).All(_ => TimeOf(target, damaged) > Patience))
            problem = $"it took {time.Elapsed}";
        if (problem.Length > 0)
        {
            string kept = Path.Combine(Path.GetTempPath(), $"thimble-fuzz-{target.Name.Replace(' ', '-')}-{seed}-{number}");
            File.WriteAllBytes(kept, damaged);
            Assert.Fail($"{target.Name}, seed {seed}, case {number}, kept as {kept}: {problem}");
        }

        return isRead;
    }

    private static TimeSpan TimeOf(FuzzTarget target, byte[] damaged)
    {
        var time = Stopwatch.StartNew();
        try
        {
            target.Read(damaged);
        }
        catch (InvalidInputException)
        {
            // Known by now.
        }

        return time.Elapsed;
    }

    private static ulong? Setting(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
