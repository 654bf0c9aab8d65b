using System.Text;
using Thimble.Deployment;

namespace Thimble.Formats.C;

/// <summary>The parts of a C source that differ between single precision and whole numbers.</summary>
internal abstract class CProgram(StepProgram program)
{
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    private readonly StringBuilder _functionTexts = new();
    private readonly StringBuilder _calls = new();

    /// <summary>The type of a logit.</summary>
    public abstract string LogitType { get; }

    /// <summary>How pixels become the image, as the body of a loop over i; and static memory beyond the values'.</summary>
    public abstract string ReadPixels { get; }

    /// <summary>Declarations of static memory.</summary>
    public abstract string Memory { get; }

    /// <summary>Bytes of that memory.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Lines of the header: what a logit is worth.</summary>
    public virtual string HeaderLines(string prefix) => "";

    /// <summary>The tables that the calls refer to.</summary>
    public CTables Tables { get; } = new();

    /// <summary>The functions that the calls call.</summary>
    public string Functions => _functionTexts.ToString();

    /// <summary>The calls, a line each.</summary>
    public string Calls => _calls.ToString();

    /// <summary>The steps.</summary>
    protected StepProgram Program => program;

    /// <summary>Writes every step.</summary>
    public void Write()
    {
        foreach (Step step in program.Steps)
            Write(step);
        // A network of no steps at all hands its image on; so does one that ends in numbers of 8 bits.
        if (program.Steps.Count == 0 || !WritesLogits(program.Steps[^1]))
            Call($"for (int i = 0; i < {program.Graph.Nodes[^1].Output.Size}; i++)\n        logits[i] = {Place(program.Graph.Nodes.Count - 1)}[i];");
    }

    /// <summary>Writes a step.</summary>
    protected abstract void Write(Step step);

    /// <summary>Whether a step puts its output straight into the logits.</summary>
    protected virtual bool WritesLogits(Step step) => step == program.Steps[^1];

    /// <summary>Adds a line of the program.</summary>
    protected void Call(string line) => _calls.Append("    ").Append(line).Append('\n');

    /// <summary>Adds a line that calls a function.</summary>
    protected void Call(string function, string text, params IEnumerable<object> arguments)
    {
        Use(function, text);
        Call($"{function}({string.Join(", ", arguments)});");
    }

    /// <summary>Adds a function's text.</summary>
    protected void Use(string function, string text)
    {
        if (_functions.Add(function))
            _functionTexts.Append(text.ReplaceLineEndings("\n")).Append('\n');
    }

    /// <summary>Where a value is.</summary>
    protected string Place(int value) => program.PlaceOf(value) is > 0 and var place ? $"(memory + {place})" : "memory";

    /// <summary>The sizes of a value: channels, rows, columns.</summary>
    protected object[] Sizes(int value)
    {
        Shape shape = program.Graph.ShapeOf(program.Unflattened(value));
        return [shape.Channels, shape.Height, shape.Width];
    }

    /// <summary>A linear layer is a 1×1 convolution of an image of one pixel.</summary>
    protected static GraphOperation.Convolution? AsConvolution(GraphOperation operation) => operation switch
    {
        GraphOperation.Convolution one => one,
        GraphOperation.Dense one => new(one.Weight, one.Bias, KernelSize: 1, Stride: 1, Padding: 0, Groups: 1),
        _ => null,
    };
}
