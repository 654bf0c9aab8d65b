using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Thimble.Lab.Yaml;

/// <summary>Turns the text of an experiment into nodes, and back; refuses what could harm or what an experiment never needs.</summary>
internal static class YamlText
{
    private const int MaximumDepth = 32;
    private const string Experiment = "an experiment has at least name, data, input, network and recipe";
    private const int MostOfFault = 160;
    private const string DuplicateKey = "Duplicate key ";

    /// <summary>Reads the one document of a text.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="text">The text.</param>
    /// <param name="contents">What such a file is and has, for errors.</param>
    /// <exception cref="ExperimentException">It is not such a document.</exception>
    public static YamlValue Parse(string file, string text, string contents = Experiment)
    {
        int line = 1;
        try
        {
            CheckEvents(file, text, contents, ref line);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return new YamlValue(file, "", stream.Documents[0].RootNode, line: 1);
        }
        catch (YamlException exception)
        {
            // An end that comes too early is reported on the line after the last.
            line = Math.Clamp((int)exception.Start.Line, 1, YamlFault.LinesOf(text.TrimEnd()).Length);
            if (exception.Message.StartsWith(DuplicateKey, StringComparison.Ordinal))
                throw new ExperimentException(file, line, "", $"the key '{OneLine(exception.Message[DuplicateKey.Length..])}' appears twice; remove one", exception);
            throw NotWellFormed(OneLine(exception.Message, MostOfFault), exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet's scanner fails like this on some texts that end in the middle of a token.
            throw NotWellFormed("from this line on", exception);
        }

        ExperimentException NotWellFormed(string fault, Exception inner) => YamlFault.Find(text, line, FaultOf) is var (place, problem)
            ? new(file, place, "", problem, inner)
            : new(file, line, "", $"this is not well-formed YAML ({fault})", inner);
    }

    private static string? FaultOf(string text)
    {
        int line = 1;
        try
        {
            CheckEvents("", text, "", ref line);
            return null;
        }
        catch (YamlException exception)
        {
            return $"{exception.Start.Line}: {exception.Message}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return $"{line}: {exception.Message}";
        }
        catch (ExperimentException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>The text of a node and what is in it.</summary>
    public static string Write(YamlNode root)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        // No line is broken but where a node says so: a layer stays on its line.
        var emitter = new Emitter(text, EmitterSettings.Default.WithIndentedSequences().WithNewLine("\n").WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        ((IYamlConvertible)root).Write(emitter, (_, _) => throw new UnreachableException("A tree has nothing but nodes."));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    /// <summary>A key or a word of a closed list.</summary>
    public static YamlScalarNode Word(string word) => new(word) { Style = ScalarStyle.Plain };

    /// <summary>A number, so that it reads back as the same one.</summary>
    public static YamlScalarNode Number(IFormattable number) => Word(number.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Words of the author's own: in quotes, because they may look like anything.</summary>
    public static YamlScalarNode Quoted(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };

    /// <summary>The same as text: what JSON escapes, YAML reads.</summary>
    public static string InQuotes(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The same over several lines: a literal block keeps them as they are, unless something in them ends a line, too.</summary>
    public static YamlScalarNode Lines(string text) =>
        text.Any(character => (char.IsControl(character) && character != '\n') || character is '\u2028' or '\u2029' or '\uFEFF')
            ? Quoted(text)
            : new(text) { Style = ScalarStyle.Literal };

    /// <summary>A list on one line.</summary>
    public static YamlSequenceNode List(IEnumerable<YamlNode> nodes) => new(nodes) { Style = SequenceStyle.Flow };

    /// <summary>A piece of a file for use in a message: short, and on one line. What shows the message takes care of what a terminal would obey.</summary>
    public static string OneLine(string text, int most = 60)
    {
        string start = text.Length > most ? text[..most] + "…" : text;
        return start.ReplaceLineEndings(" ");
    }

    // The nodes are built by recursion and share what an alias names, so depth and aliases are looked at before that.
    private static void CheckEvents(string file, string text, string contents, ref int line)
    {
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        int documents = 0;
        while (parser.MoveNext())
        {
            ParsingEvent current = parser.Current!;
            line = Math.Max(1, (int)current.Start.Line);
            depth += current.NestingIncrease;
            if (depth > MaximumDepth)
                throw new ExperimentException(file, line, "", $"values are nested more than {MaximumDepth} deep");
            if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw new ExperimentException(file, line, "", "anchors and aliases (& and *) are not allowed; write the value out");
            if (current is NodeEvent { Tag.IsEmpty: false })
                throw new ExperimentException(file, line, "", "tags (!) are not allowed; write the plain value");
            if (current is DocumentStart && ++documents > 1)
                throw new ExperimentException(file, line, "", "there is a second document; a file holds one");
        }

        if (documents == 0)
            throw new ExperimentException(file, 1, "", $"the file is empty; {contents}");
    }
}
