using Thimble.Lab.Yaml;
using Thimble.Options;

namespace Thimble.Lab.Tests;

/// <summary>The walker between schemas and YAML, with made-up things that have an option of every type.</summary>
public sealed class YamlOptionTests
{
    private static readonly OptionRegistry<Toy> Toys = new("toy", () => [Ball.Schema, Box.Schema, Chest.Schema, Top.Schema]);

    [Theory]
    [InlineData("- ball: 3\n")]
    [InlineData("- ball: {size: 3, soft: true}\n")]
    [InlineData("- box\n")]
    [InlineData("- box: {sides: [3, 5]}\n")]
    [InlineData("- box: {sides: 3, weight: 0.1, loss: 1E-08, label: a-b_1, marks: [1, 2]}\n")]
    [InlineData("- box: {inside: {ball: 2}, lid: {width: 0.25}}\n")]
    [InlineData("- box: {inside: box}\n")]
    [InlineData("- chest:\n    - box\n    - chest:\n        - ball: 1\n")]
    [InlineData("- chest:\n    inside:\n      - box\n    locked: true\n")]
    [InlineData("- top: {spin: 3}\n- top\n")]
    public void What_is_read_is_written_as_it_was(string yaml) =>
        Assert.Equal(yaml, YamlText.Write(YamlOptionWriter.Things(Read(yaml), Toys, withDefaults: false)));

    [Fact]
    public void Defaults_are_spelled_out_where_that_is_asked_for() => Assert.Equal(
        "- box: {sides: 1, weight: 0, loss: 0, inside: {ball: {size: 1, soft: false}}, lid: {width: 1}}\n",
        YamlText.Write(YamlOptionWriter.Things(Read("[box]"), Toys, withDefaults: true)));

    [Theory]
    [InlineData("[ball]", "toys.ball: found nothing; allowed: a whole number from 1 to 9")]
    [InlineData("[ball: 10]", "toys.ball: found '10'; allowed: a whole number from 1 to 9")]
    [InlineData("[ball: {soft: true}]", "toys.ball: the key 'size' is missing; add it")]
    [InlineData("[box: {sides: 10}]", "toys.box.sides: found '10'; allowed: a whole number from 1 to 6")]
    [InlineData("[box: {sides: [7, 1]}]", "toys.box.sides: found '7'; allowed: a whole number from 1 to 6")]
    [InlineData("[box: {sides: [1, 9]}]", "toys.box.sides: found '9'; allowed: a whole number from 1 to 8")]
    [InlineData("[box: {sides: [1]}]", "toys.box.sides: found a list of 1; allowed: 2 sizes: rows, columns")]
    [InlineData("[box: {marks: []}]", "toys.box.marks: found a list of 0; allowed: 1 to 1000 whole numbers")]
    [InlineData("[box: {label: a b}]", "toys.box.label: found 'a b'; allowed: a name of letters, digits, - and _, of up to 40 characters")]
    [InlineData("[box: {weight: }]", "toys.box.weight: found nothing; allowed: a number from 0 to 1")]
    [InlineData("[chest: []]", "toys.chest: found a list of 0; allowed: 1 to 1000 toys")]
    [InlineData("[chest]", "toys.chest: found nothing; allowed: a list of toys")]
    [InlineData("[chest: [ball: x]]", "toys.chest.ball: found 'x'; allowed: a whole number from 1 to 9")]
    public void A_mistake_names_the_option(string yaml, string message) =>
        Assert.Equal($"my.yaml:1: {message}", Assert.Throws<ExperimentException>(() => Read(yaml)).Message);

    [Fact]
    public void An_empty_value_is_the_default_where_the_option_says_so() =>
        Assert.Equal(Read("[box]").Single(), Read("[box: {label: }]").Single());

    [Fact]
    public void Every_thing_is_told_with_its_line_those_inside_others_first()
    {
        var told = new List<string>();

        Read("- chest:\n    - ball: 1\n    - box:\n        inside: {ball: 2}\n        lid: {width: 2}\n- box", (thing, value) => told.Add($"{thing.GetType().Name} {value.Line}"));

        Assert.Equal(["Ball 2", "Ball 4", "Lid 5", "Box 3", "Chest 1", "Box 6"], told);
    }

    [Fact]
    public void The_table_has_a_row_for_each_kind_with_ranges_and_defaults()
    {
        string table = OptionTable.Kinds(Toys);

        Assert.StartsWith("| toy | what it does | options |\n|---|---|---|\n", table, StringComparison.Ordinal);
        Assert.Contains("| `ball` | rolls | `size`: how large (1 to 9); `soft`: whether it gives (default false). A bare value is `size` |\n", table, StringComparison.Ordinal);
        Assert.Contains("`weight`: how heavy (from 0 to 1; default 0);", table, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Toy> Read(string yaml, Action<object, YamlValue>? read = null) =>
        YamlOptionReader.Things(new YamlValue("my.yaml", "toys", YamlText.Parse("my.yaml", yaml).Node, line: 1), Toys, read);

    private abstract record Toy;

    private sealed record Ball(int Size, bool Soft) : Toy
    {
        private static readonly WholeOption SizeOption = new("size", 1, 9, "how large");

        public static OptionSchema<Toy> Schema { get; } = new OptionSchema<Toy, Ball>(
            "ball", "rolls", values => new(values.Whole("size"), values.Flag("soft")),
            (SizeOption, ball => ball.Size),
            (new FlagOption("soft", "whether it gives") { Default = _ => false }, ball => ball.Soft))
        { Bare = SizeOption };
    }

    private sealed record Box(Size2d Sides, double Weight, float Loss, string? Label, string Marks, Toy Inside, Lid Lid) : Toy
    {
        public static OptionSchema<Toy> Schema { get; } = new OptionSchema<Toy, Box>(
            "box", "holds things",
            values => new(
                values.Size("sides"), values.Number("weight"), values.Single("loss"), values.Name("label"),
                values["marks"] is IReadOnlyList<int> marks ? string.Join(' ', marks) : "", values.Thing<Toy>("inside"), values.Thing<Lid>("lid")),
            (new SizeOption("sides", 1, _ => new Size2d(6, 8), "rows and columns") { Default = _ => new Size2d(1, 1) }, box => box.Sides),
            (new NumberOption("weight", new(0, 1), "how heavy") { Default = _ => 0.0 }, box => box.Weight),
            (new SingleOption("loss", new(0, 1), "what is lost") { Default = _ => 0f }, box => box.Loss),
            (new NameOption("label", "its name") { Default = _ => null, EmptyIsDefault = true }, box => box.Label),
            (new WholesOption("marks", 1, 9, "what is written on it") { Default = _ => null },
                box => box.Marks.Length == 0 ? null : box.Marks.Split(' ').Select(int.Parse).ToArray()),
            (new ThingOption<Toy>("inside", Toys, "what it holds") { Default = _ => new Ball(1, false), DefaultText = "a ball" }, box => box.Inside),
            (new RecordOption<Lid>("lid", Lid.Schema, "what closes it") { Default = _ => new Lid(1) }, box => box.Lid));
    }

    private sealed record Chest(IReadOnlyList<Toy> Inside, bool Locked) : Toy
    {
        private static readonly ThingsOption<Toy> InsideOption = new("inside", Toys, "what it holds");

        public static OptionSchema<Toy> Schema { get; } = new OptionSchema<Toy, Chest>(
            "chest", "holds toys", values => new(values.Things<Toy>("inside")!, values.Flag("locked")),
            (InsideOption, chest => chest.Inside),
            (new FlagOption("locked", "whether it is locked") { Default = _ => false }, chest => chest.Locked))
        { Bare = InsideOption };
    }

    private sealed record Top(int Spin) : Toy
    {
        public static OptionSchema<Toy> Schema { get; } = new OptionSchema<Toy, Top>(
            "top", "spins", values => new(values.Whole("spin")),
            (new WholeOption("spin", 1, 9, "how fast") { Default = _ => 1 }, top => top.Spin));
    }

    private sealed record Lid(float Width)
    {
        public static OptionSchema<Lid> Schema { get; } = new OptionSchema<Lid, Lid>(
            "lid", "closes", values => new(values.Single("width")),
            (new SingleOption("width", NumberRange.Positive, "how wide") { Default = _ => 1f }, lid => lid.Width));
    }
}
