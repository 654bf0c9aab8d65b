using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Thimble.Export.C;
using Thimble.Graph;

namespace Thimble.Export.Html;

/// <summary>A network in whole numbers of 8 bits as the page's script reads it: JSON, with tables in base64. It has the steps and the places of <see cref="Int8Interpreter"/>.</summary>
internal sealed class PageNetwork : IOperationVisitor<CStep, object?>
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json;
    private readonly Int8Scales _int8;
    private readonly List<string> _tables = [];

    private PageNetwork(Utf8JsonWriter json, Int8Scales int8) => (_json, _int8) = (json, int8);

    /// <summary>The text.</summary>
    /// <param name="description">What the network takes and what it tells apart.</param>
    /// <param name="int8">Its steps and their scales.</param>
    public static string Json(NetworkDescription description, Int8Scales int8)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
            new PageNetwork(json, int8).Write(description);
        // Inside an element of HTML, where text must not close it; a sign less-than is only in strings.
        return Encoding.UTF8.GetString(bytes.ToArray()).Replace("<", "\\u003c", StringComparison.Ordinal);
    }

    public object? Visit(Convolution operation, CStep argument)
    {
        WriteKind("convolution", operation.Window);
        _json.WriteNumber("groups", operation.Groups);
        _json.WriteNumber("table", Table(_int8.Quantize(operation.Weight)));
        WriteFinish(argument);
        return null;
    }

    // A dense layer is a 1×1 convolution of an image of one pixel.
    public object? Visit(Dense operation, CStep argument) => Visit(new Convolution(operation.Weight, operation.Bias, Window.Point, Groups: 1), argument);

    public object? Visit(Pointwise operation, CStep argument)
    {
        WriteKind("table");
        _json.WriteNumber("table", Table(_int8.TableOf(argument, operation.Function)));
        return null;
    }

    public object? Visit(MaximumPool operation, CStep argument)
    {
        WriteKind("maximum", operation.Window);
        return null;
    }

    public object? Visit(AveragePool operation, CStep argument)
    {
        WriteKind("average", operation.Window);
        WriteFinish(argument);
        return null;
    }

    public object? Visit(Reshape operation, CStep argument)
    {
        WriteKind("copy");
        WriteFinish(argument);
        return null;
    }

    public object? Visit(Add operation, CStep argument)
    {
        WriteKind("add");
        (int first, int second) = _int8.AdditionFactorsOf(argument);
        WriteNumbers("factors", first, second);
        WriteFinish(argument);
        return null;
    }

    public object? Visit(Multiply operation, CStep argument)
    {
        WriteKind("multiply");
        _json.WriteNumber("each", argument.Output.Size / Plan.Graph.ShapeOf(argument.Inputs[1]).Size);
        WriteFinish(argument);
        return null;
    }

    public object? Visit(Affine operation, CStep argument) => throw InFinish(operation);

    public object? Visit(BatchNormalization operation, CStep argument) => throw InFinish(operation);

    public object? Visit(Mask operation, CStep argument) => throw InFinish(operation);

    private CPlan Plan => _int8.Plan;

    private void Write(NetworkDescription description)
    {
        _json.WriteStartObject();
        Shape input = Plan.Graph.Input;
        WriteNumbers("input", input.Channels, input.Height, input.Width);
        WritePreparation(description.Preparation);
        _json.WriteStartArray("classes");
        foreach (string name in description.ClassNames)
            _json.WriteStringValue(HiddenCharacter.Printable(name));
        _json.WriteEndArray();
        double logit = _int8.ScaleOf(Plan.Graph.Result);
        _json.WriteNumber("logit", logit);
        if (description.Calibration is { } calibration)
            WriteCalibration(calibration, logit);
        else
            _json.WriteNull("calibration");
        WriteSteps(description.Normalization);
        _json.WriteStartArray("tables");
        foreach (string table in _tables)
            _json.WriteStringValue(table);
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteSteps(Normalization normalization)
    {
        _json.WriteNumber("memory", Plan.MemorySize);
        _json.WriteNumber("place", Plan.PlaceOf(NetworkGraph.InputValue));
        _json.WriteNumber("pixels", Table(_int8.PixelNumbers(normalization).SelectMany(channel => channel)));
        _json.WritePropertyName("result");
        // Of no steps at all the image is the logits; a last step of 8 bits leaves them in its value.
        if (Plan.Steps.Count > 0 && Plan.WritesLogits(Plan.Steps[^1]))
            _json.WriteNullValue();
        else
            _json.WriteNumberValue(Plan.PlaceOf(Plan.Graph.Result));
        _json.WriteStartArray("steps");
        foreach (CStep step in Plan.Steps)
        {
            _json.WriteStartObject();
            step.Operation.Accept(this, step);
            Shape input = Plan.Graph.ShapeOf(step.Inputs[0]);
            WriteNumbers("input", input.Channels, input.Height, input.Width);
            WriteNumbers("shape", step.Output.Channels, step.Output.Height, step.Output.Width);
            WriteNumbers("from", [.. step.Inputs.Select(Plan.PlaceOf)]);
            _json.WriteNumber("to", Plan.WritesLogits(step) ? 0 : Plan.PlaceOf(step.Value));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WritePreparation(PicturePreparation preparation)
    {
        _json.WriteStartObject("preparation");
        _json.WriteString("kind", preparation.Name);
        if (preparation is FitPreparation fit)
            _json.WriteString("border", fit.Border.ToString().ToLowerInvariant());
        PictureGround ground = preparation switch
        {
            FitPreparation one => one.Background,
            CropPreparation one => one.Background,
            WholePreparation one => one.Background,
            _ => PictureGround.Black,
        };
        _json.WriteString("background", ground.ToString().ToLowerInvariant());
        _json.WriteEndObject();
    }

    private void WriteCalibration(Calibration calibration, double logit)
    {
        _json.WriteStartObject("calibration");
        _json.WriteNumber("temperature", calibration.Temperature);
        // The same whole number as in the exported C.
        _json.WriteNumber("least", (long)Math.Clamp(Math.Round(calibration.LeastLogit / logit), -int.MaxValue, int.MaxValue));
        _json.WriteStartArray("limits");
        foreach (PixelLimits limits in calibration.Limits)
        {
            _json.WriteStartArray();
            for (int i = 0; i < PixelTraits.Count; i++)
            {
                _json.WriteNumberValue(limits.Lowest[i]);
                _json.WriteNumberValue(limits.Highest[i]);
            }

            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteKind(string kind, Window? window = null)
    {
        _json.WriteString("kind", kind);
        if (window is { } one)
            WriteNumbers("window", one.Kernel.Rows, one.Kernel.Columns, one.Stride.Rows, one.Stride.Columns, one.Padding.Rows, one.Padding.Columns);
    }

    private void WriteFinish(CStep step)
    {
        Int8Rounding rounding = _int8.RoundingOf(step);
        _json.WriteStartObject("finish");
        _json.WriteBoolean("isLogit", Plan.WritesLogits(step));
        _json.WriteBoolean("rectifies", step.Finish.RectifiesFirst);
        _json.WriteNumber("lowest", _int8.LowestOf(step));
        _json.WriteBoolean("isWide", rounding.IsWide);
        _json.WriteNumber("before", rounding.Before);
        _json.WriteNumber("after", rounding.After);
        byte[] numbers = new byte[4 * sizeof(int) * rounding.Channels.Count];
        int place = 0;
        foreach (Int8Finish finish in rounding.Channels)
        {
            foreach (int number in (int[])[finish.Bias, finish.Factor, finish.Addend, finish.Shift])
                BinaryPrimitives.WriteInt32LittleEndian(numbers.AsSpan(sizeof(int) * place++), number);
        }

        _json.WriteNumber("table", Table(numbers));
        _json.WriteEndObject();
    }

    private void WriteNumbers(string name, params ReadOnlySpan<int> numbers)
    {
        _json.WriteStartArray(name);
        foreach (int number in numbers)
            _json.WriteNumberValue(number);
        _json.WriteEndArray();
    }

    private int Table(IEnumerable<sbyte> numbers) => Table([.. numbers.Select(number => (byte)number)]);

    // Equal tables are one: a weight that several layers share is there once.
    private int Table(byte[] bytes)
    {
        string text = Convert.ToBase64String(bytes);
        int known = _tables.IndexOf(text);
        if (known >= 0)
            return known;
        _tables.Add(text);
        return _tables.Count - 1;
    }

    // They are part of another step, or were taken out of the graph.
    private static InvalidOperationException InFinish(Operation operation) => new($"{operation} is no step of its own.");
}
