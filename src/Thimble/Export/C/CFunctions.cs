using Thimble.Graph;

namespace Thimble.Export.C;

/// <summary>A function of each number, as C.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its text.</param>
internal sealed record CFunction(string Name, string Text);

/// <summary>The functions of each number, in single precision.</summary>
internal sealed class CFunctions : IFunctionVisitor<CFunction>
{
    public CFunction Visit(Rectifier function) => Loop("rectify", "x > 0.0f ? x : 0.0f");

    public CFunction Visit(LeakyRectifier function)
    {
        string slope = CTables.Single(function.Slope);
        // Two slopes are two functions.
        string name = $"leaky_rectify_{BitConverter.SingleToInt32Bits(function.Slope):x8}";
        return Loop(name, $"x > 0.0f ? x : x * {slope}");
    }

    public CFunction Visit(NegativePart function) => Loop("negative_part", "x > 0.0f ? 0.0f : x");

    public CFunction Visit(Sigmoid function) => Loop("sigmoid", "1.0f / (1.0f + expf(-x))", usesExponential: true);

    public CFunction Visit(SigmoidLinear function) => Loop("silu", "x / (1.0f + expf(-x))", usesExponential: true);

    public CFunction Visit(HardSwishFunction function) =>
        Loop("hardswish", "x <= -3.0f ? 0.0f : x >= 3.0f ? x : x * (x + 3.0f) / 6.0f");

    public CFunction Visit(ExponentialLinear function)
    {
        string alpha = CTables.Single(function.Alpha);
        // Two alphas are two functions.
        string name = $"elu_{BitConverter.SingleToInt32Bits(function.Alpha):x8}";
        return Loop(name, $"x > 0.0f ? x : {alpha} * expm1f(x)", usesExponential: true);
    }

    private static CFunction Loop(string name, string expression, bool usesExponential = false) => new($"net_{name}", $$"""
        {{(usesExponential ? "#include <math.h>\n\n" : "")}}static void net_{{name}}(const float *in, float *out, int count)
        {
            int i;
            for (i = 0; i < count; i++) {
                const float x = in[i];
                out[i] = {{expression}};
            }
        }

        """);
}
