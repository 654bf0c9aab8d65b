namespace Thimble.Tests.Golden;

/// <summary>The figures of one golden case, and how close something must come to them.</summary>
/// <param name="golden">The case.</param>
/// <param name="tolerance">The largest error allowed, relative to a tensor's norm and to its largest number.</param>
internal sealed class GoldenFigures(GoldenCase golden, double tolerance)
{
    private readonly GoldenFile _tensors = GoldenFile.Tensors(golden.File);

    /// <summary>Asserts that a mean loss is PyTorch's.</summary>
    public void AssertLoss(double loss) => AssertLoss(golden.Description.GetProperty("loss").GetDouble(), loss, "loss");

    /// <summary>Asserts that the loss of one step of a trace is PyTorch's.</summary>
    public void AssertLoss(int step, double loss) =>
        AssertLoss(golden.Description.GetProperty("losses")[step].GetDouble(), loss, $"loss of step {step}");

    /// <summary>Asserts that numbers laid out as the network's parameters are the figures called <paramref name="what"/>.</summary>
    public void AssertParameters(string what, Network network, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            Parameter parameter = network.Parameters[i];
            string name = $"{what}/{parameter.Name}";
            if (IsZero(name))
                AssertZero(name, values.Slice(parameter.Offset, parameter.Count), network.Parameters[i - 1], values);
            else
                AssertTensor(name, values.Slice(parameter.Offset, parameter.Count), i);
        }
    }

    /// <summary>The figures called <paramref name="what"/>, laid out as the network's parameters.</summary>
    public double[] Parameters(string what, Network network) =>
        [.. network.Parameters.SelectMany(parameter => Closeness.Widen(_tensors[$"{golden.Name}/{what}/{parameter.Name}"]))];

    /// <summary>Asserts that numbers laid out as the network's buffers are the running statistics.</summary>
    public void AssertStatistics(Network network, ReadOnlySpan<double> values)
    {
        foreach (StateBuffer buffer in network.Buffers)
            AssertTensor($"statistics/{buffer.Name}", values.Slice(buffer.Offset, buffer.Count));
    }

    /// <summary>Asserts that a tensor is the one called <paramref name="name"/>, which may be stored whole or condensed.</summary>
    public void AssertTensor(string name, ReadOnlySpan<double> values, int tensor = 0)
    {
        string fullName = $"{golden.Name}/{name}";
        if (_tensors.Has(fullName))
            Closeness.AssertClose(Closeness.Widen(_tensors[fullName]), values, tolerance, fullName);
        else
            new CondensedTensor(_tensors, fullName).AssertClose(tensor, values, tolerance);
    }

    // A bias before a batch normalization: what PyTorch has in double precision is rounding and nothing else.
    private bool IsZero(string name) =>
        _tensors.Has($"{golden.Name}/{name}") && Closeness.Norm(Closeness.Widen(_tensors[$"{golden.Name}/{name}"])) < 1e-12;

    // It has no relative error of its own: the weight of the same layer says what is small.
    private void AssertZero(string name, ReadOnlySpan<double> values, Parameter weight, ReadOnlySpan<double> all)
    {
        double size = Closeness.Norm(all.Slice(weight.Offset, weight.Count));
        double norm = Closeness.Norm(values);
        Assert.True(norm <= tolerance * size, $"{golden.Name}/{name}: {norm}, not 0, beside a weight's {size}");
    }

    private void AssertLoss(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * expected, $"{golden.Name}: {what} is {actual}, not {expected}");
}
