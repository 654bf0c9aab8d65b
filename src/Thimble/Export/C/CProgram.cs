using System.Text;
using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>The parts of a C source that differ between single precision and whole numbers.</summary>
internal abstract class CProgram(CPlan plan) : IOperationVisitor<CStep, object?>
{
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    private readonly StringBuilder _functionTexts = new();
    private readonly StringBuilder _calls = new();

    /// <summary>The type of a logit.</summary>
    public abstract string LogitType { get; }

    /// <summary>A logit as a constant of that type.</summary>
    public abstract string Logit(float value);

    /// <summary>How pixels become the image, as the body of a loop over i.</summary>
    public abstract string ReadPixels { get; }

    /// <summary>Declarations of static memory.</summary>
    public abstract string Memory { get; }

    /// <summary>Bytes of that memory.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Lines of the header: the scale of a logit.</summary>
    public virtual string HeaderLines(string prefix) => "";

    /// <summary>The tables that the calls refer to.</summary>
    public CTables Tables { get; } = new();

    /// <summary>The functions that the calls call.</summary>
    public string Functions => _functionTexts.ToString();

    /// <summary>The calls, a line each.</summary>
    public string Calls => _calls.ToString();

    /// <summary>The steps.</summary>
    protected CPlan Plan => plan;

    /// <summary>Writes every step.</summary>
    public void Write()
    {
        foreach (CStep step in plan.Steps)
            step.Operation.Accept(this, step);
        // A network of no steps at all hands its image on; so does one that ends in numbers of 8 bits.
        if (plan.Steps.Count == 0 || !WritesLogits(plan.Steps[^1]))
            Call($"for (int i = 0; i < {plan.Graph.Output.Size}; i++)\n        logits[i] = {Place(plan.Graph.Result)}[i];");
    }

    public abstract object? Visit(Convolution operation, CStep argument);

    // A dense layer is a 1×1 convolution of an image of one pixel.
    public object? Visit(Dense operation, CStep argument) =>
        Visit(new Convolution(operation.Weight, operation.Bias, Window.Point, Groups: 1), argument);

    public abstract object? Visit(Pointwise operation, CStep argument);

    public abstract object? Visit(MaximumPool operation, CStep argument);

    public abstract object? Visit(AveragePool operation, CStep argument);

    public abstract object? Visit(Reshape operation, CStep argument);

    public abstract object? Visit(Add operation, CStep argument);

    public abstract object? Visit(Multiply operation, CStep argument);

    public object? Visit(Affine operation, CStep argument) => throw InFinish(operation);

    public object? Visit(BatchNormalization operation, CStep argument) => throw InFinish(operation);

    public object? Visit(Mask operation, CStep argument) => throw InFinish(operation);

    /// <summary>Whether a step puts its output straight into the logits.</summary>
    protected virtual bool WritesLogits(CStep step) => step == plan.Steps[^1];

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
    protected string Place(int value) => plan.PlaceOf(value) is > 0 and var place ? $"(memory + {place})" : "memory";

    /// <summary>The sizes of a value: channels, rows, columns. A flat vector is one pixel, whatever image it was made from.</summary>
    protected object[] Sizes(int value)
    {
        Shape shape = plan.Graph.ShapeOf(value);
        return [shape.Channels, shape.Height, shape.Width];
    }

    /// <summary>A window as arguments: rows and columns of the kernel, of the stride and of the padding.</summary>
    protected static object[] Arguments(Window window) =>
        [window.Kernel.Rows, window.Kernel.Columns, window.Stride.Rows, window.Stride.Columns, window.Padding.Rows, window.Padding.Columns];

    // They are part of another step, or were taken out of the graph.
    private static InvalidOperationException InFinish(Operation operation) => new($"{operation} is no step of its own.");
}
