namespace Thimble.Tests;

/// <summary>What the tests of the architecture read: they are only worth something if they can fail.</summary>
public class SourceTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a \nc")]
    [InlineData("a /* b */ c", "a   c")]
    [InlineData("a = '\"'; b = '\\''; c", "a =  ; b =  ; c")]
    [InlineData("""f("b // c"); d""", "f( ); d")]
    [InlineData("""f("a \" b"); d""", "f( ); d")]
    [InlineData("""f(@"a\"); d""", "f( ); d")]
    [InlineData("""f(@"a "" b"); d""", "f( ); d")]
    [InlineData("\"\"\"a \" b\"\"\"; c", " ; c")]
    public void Code_has_neither_comments_nor_strings(string source, string code) => Assert.Equal(code, SourceText.Of(source).Code);

    [Theory]
    [InlineData("""f($"a {b} c {{d}} {e:0.0} {(f ? "g" : $"{h}")}"); i""", "b e f h i", "d g 0.0")]
    [InlineData("$$\"\"\"a {b} {{c}} \"d\" \"\"\"; e", "c e", "b d")]
    public void Code_inside_a_string_is_code(string source, string inCode, string notInCode)
    {
        string code = SourceText.Of(source).Code;

        Assert.All(inCode.Split(' '), word => Assert.Contains(word, code, StringComparison.Ordinal));
        Assert.All(notInCode.Split(' '), word => Assert.DoesNotContain(word, code, StringComparison.Ordinal));
    }

    [Fact]
    public void Literals_are_found_with_their_lines() => Assert.Equal(
        [(2, "b"), (3, "c  d"), (4, "e")],
        SourceText.Of("// \"a\"\nx(\"b\",\n$\"c {y} d\",\n@\"e\");").Literals);

    [Theory]
    [InlineData("layer is Conv2d")]
    [InlineData("static ReLU Of()")]
    [InlineData("""$"{nameof(ReLU)}" """)]
    [InlineData("new Linear(10)")]
    [InlineData("layer is Dropout { Rate: > 0 }")]
    [InlineData("layer is not Residual")]
    [InlineData("layer is Conv2d or Linear")]
    [InlineData("case Scale scale:")]
    [InlineData("layer as Flatten")]
    [InlineData("typeof(Linear)")]
    [InlineData("layers.OfType<Residual>()")]
    [InlineData("Dictionary<string, Dropout>")]
    [InlineData("layer switch { Linear linear => 1, Flatten => 2 }")]
    [InlineData("void Add(Residual residual)")]
    public void A_layer_kind_in_code_is_found(string source) => Assert.NotEmpty(LayerKindScanner.KindsIn(source, Kinds));

    [Theory]
    [InlineData("// Conv2d")]
    [InlineData("/// <see cref=\"Conv2d\"/>")]
    [InlineData("\"Put a ReLU between them.\"")]
    [InlineData("Conv2dish MyReLU")]
    [InlineData("operation.Scale.Values[c]")]
    [InlineData("record Affine(GraphTensor Scale, GraphTensor? Shift)")]
    [InlineData("public double Scale { get; }")]
    [InlineData("public double Scale => 1;")]
    [InlineData("Flatten(input, output);")]
    [InlineData("[Scale, Shift]")]
    public void Other_words_are_left_alone(string source) => Assert.Empty(LayerKindScanner.KindsIn(source, Kinds));

    private static readonly string[] Kinds = ["Conv2d", "ReLU", "Linear", "Flatten", "Scale", "Residual", "Dropout"];
}
