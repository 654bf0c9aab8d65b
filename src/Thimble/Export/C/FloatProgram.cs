using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A network in single precision.</summary>
internal sealed class FloatProgram : CProgram
{
    private readonly Normalization _normalization;
    private readonly Dictionary<string, (int Number, string Calls)> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<CFunction> _texts = [];

    /// <summary>Begins the program.</summary>
    /// <param name="plan">The steps.</param>
    /// <param name="normalization">How pixels become the network's input.</param>
    public FloatProgram(RowPlan plan, Normalization normalization)
        : base(plan) => _normalization = normalization;

    /// <inheritdoc/>
    public override string LogitType => "float";

    /// <inheritdoc/>
    public override string Logit(float value) => CTables.Single(value);

    /// <inheritdoc/>
    public override int ValueBytes => sizeof(float);

    /// <inheritdoc/>
    protected override string Types => "typedef float net_value, net_weight, net_sum, net_logit;\n\n#define NET_AT_ONCE 2\n";

    /// <inheritdoc/>
    protected override string Lowest => "-3.4e38f";

    /// <inheritdoc/>
    protected override string MeanOf => "sum / (float)(@s.kernel_rows * @s.kernel_columns)";

    /// <inheritdoc/>
    protected override string Finishes => """
        /* A channel's sums become values: (sum + bias) * factor + addend. */
        struct net_finish {
            float bias, factor, addend;
        };

        """;

    /// <inheritdoc/>
    protected override string Finish => $$"""
        {{string.Concat(_texts.Select(function => function.Text))}}
        static void net_finish(const NET_READ struct net_step *s, const struct net_target *target, float *place)
        {
            const NET_READ struct net_finish *f = (const NET_READ struct net_finish *)@s.finishes;
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++) {
                float x = place[c];
                if (@s.is_finished) {
                    x += f->bias;
                    if (@s.rectifies)
                        x = x > 0.0f ? x : 0.0f;
                    x = x * f->factor + f->addend;
                    f += @s.finish_each;
                }
                place[c] = @s.rectifies_last && !(x > 0.0f) ? 0.0f : x;
            }
            net_put(s, target, place);
        }

        """.ReplaceLineEndings("\n");

    /// <inheritdoc/>
    protected override string SumOfTwo => """
        static void net_add(const NET_READ struct net_step *s, const float *a, const float *b, float *place)
        {
            int c;
            (void)s;
            for (c = 0; c < @s.made_channels; c++)
                place[c] = a[c] + b[c];
        }

        """;

    /// <inheritdoc/>
    protected override string Complete
    {
        get
        {
            string means = Plan.SumCount > 0
                ? "if (@s.sink == NET_MEAN)\n        for (j = 0; j < @s.row; j++)\n            (target.logits ? target.logits : target.row)[j] = target.sums[j] / (float)(@s.pool_rows * @s.pool_columns);\n    "
                : "";
            string cases = string.Concat(_functions.Values.Select(one => $"    case {one.Number}:\n{one.Calls}        break;\n"));
            return _functions.Count == 0 ? means : $"{means}switch (@s.function) {{\n{cases}    }}\n";
        }
    }

    /// <inheritdoc/>
    protected override string AddWeights(GraphTensor weight, bool isDepthwise) => Tables.Add(weight.Name, InRuns(weight, isDepthwise, weight.Values));

    /// <inheritdoc/>
    protected override void AddColumns(StepTable table)
    {
        string?[] finishes = [.. Plan.Steps.Select(FinishesOf)];
        table.AddPointers("finishes", "void", finishes);
        AddColumn("is_finished", step => RowsOf(step) is null ? 0 : 1);
        AddColumn("finish_each", step => RowsOf(step) is { Length: > 1 } ? 1 : 0);
        AddColumn("rectifies", step => step.Step?.Finish.RectifiesFirst == true ? 1 : 0);
        AddColumn("rectifies_last", step => step.Step?.Finish.RectifiesLast == true ? 1 : 0);
        AddColumn("function", FunctionOf);
    }

    // Functions that follow each other are one; 0 is none.
    private long? FunctionOf(RowStep step)
    {
        if (step.Functions.Count == 0)
            return 0;
        CFunction[] functions = [.. step.Functions.Select(one => ((Pointwise)one.Operation).Function.Accept(new CFunctions()))];
        _texts.UnionWith(functions);
        string names = string.Join(' ', functions.Select(function => function.Name));
        if (!_functions.ContainsKey(names))
            _functions[names] = (_functions.Count + 1, string.Concat(functions.Select(function => $"        {function.Name}(target.row, target.row, @s.row);\n")));
        return _functions[names].Number;
    }

    private string? FinishesOf(RowStep step) => RowsOf(step) is { } rows
        ? $"{Tables.Add("struct net_finish", 3 * sizeof(float), $"{step.Name}.finish", rows)}"
        : null;

    // A row for all channels where they are equal; null where nothing is done.
    private string[]? RowsOf(RowStep step)
    {
        string[] rows = [.. ValuesOf(step).Select(one => $"{{{CTables.Single(one.Bias)}, {CTables.Single(one.Factor)}, {CTables.Single(one.Addend)}}}")];
        if (rows.Length > 0 && rows.All(row => row == rows[0]))
            rows = [rows[0]];
        return rows.Length == 0 || (rows is ["{0.0f, 1.0f, 0.0f}"] && step.Step?.Finish.RectifiesFirst != true) ? null : rows;
    }

    private IEnumerable<(float Bias, float Factor, float Addend)> ValuesOf(RowStep step)
    {
        if (step.Source == RowSource.Pixels)
        {
            int pairs = _normalization.Means.Count;
            return Enumerable.Range(0, step.Made.Channels).Select(channel => channel % pairs).Select(pair => (0f, _normalization.Factor(pair), _normalization.Addend(pair)));
        }

        if (step.Step is not { } made || step.Source == RowSource.Copy)
            return [];
        float[]? biases = made.Operation switch
        {
            Convolution one => one.Bias?.Values,
            Dense one => one.Bias?.Values,
            _ => null,
        };
        float[]? factors = Finite($"{step.Name}.factors", made.Finish.Factors);
        float[]? addends = Finite($"{step.Name}.addends", made.Finish.Addends);
        return Enumerable.Range(0, made.Output.Channels).Select(channel => (biases?[channel] ?? 0, factors?[channel] ?? 1, addends?[channel] ?? 0));
    }

    // Of numbers that were finite: a scale by a root, or the product of two.
    private static float[]? Finite(string name, double[]? values)
    {
        if (values is null)
            return null;
        float[] singles = [.. values.Select(value => (float)value)];
        ExportGraph.CheckFinite($"the table {name}", singles);
        return singles;
    }
}
