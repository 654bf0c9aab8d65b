using Thimble.Kernels.Reference;
using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Tests.Golden;

/// <summary>
/// A network computed by the references alone, layer by layer, so that PyTorch's figures hold the references too. Every
/// layer leaves its way back on a stack.
/// </summary>
/// <param name="network">The network, whose numbers are copied.</param>
/// <param name="seed">The seed of dropout.</param>
internal sealed class ReferenceNetwork(Network network, ulong seed)
{
    private readonly Stack<Func<Tensor4, Tensor4>> _wayBack = [];
    private int _epoch;
    private int[] _samples = [];
    private bool _training;

    public double[] Values { get; } = Closeness.Widen(network.Values);

    public double[] Statistics { get; } = Closeness.Widen(network.BufferValues);

    public double[] Gradients { get; private set; } = [];

    public double[] Logits { get; private set; } = [];

    /// <summary>Forward, loss and backward in training mode; returns the loss.</summary>
    public double Run(GoldenBatch batch, int epoch, float labelSmoothing)
    {
        (_epoch, _samples, _training, Gradients) = (epoch, batch.Samples, true, new double[Values.Length]);
        Tensor4 output = Forward(network.Definition.Layers, batch.Images());
        Logits = output.Values;
        Tensor4 gradient = output with { Values = CrossEntropyReference.Gradient(Logits, batch.Labels, labelSmoothing) };
        while (_wayBack.Count > 0)
            gradient = _wayBack.Pop()(gradient);
        return CrossEntropyReference.Loss(Logits, batch.Labels, labelSmoothing);
    }

    /// <summary>The logits in evaluation mode.</summary>
    public double[] Evaluate(GoldenBatch batch)
    {
        _training = false;
        double[] logits = Forward(network.Definition.Layers, batch.Images()).Values;
        _wayBack.Clear();
        return logits;
    }

    private Tensor4 Forward(IReadOnlyList<ResolvedLayer> layers, Tensor4 input) =>
        layers.Aggregate(input, (tensor, layer) => Forward(layer, tensor));

    private Tensor4 Forward(ResolvedLayer resolved, Tensor4 input) => resolved.Layer switch
    {
        Conv2d layer => Convolve(resolved, layer, input),
        Linear layer => Connect(resolved, layer, input),
        BatchNorm2d layer => Normalize(resolved, layer, input),
        Dropout layer => Drop(resolved, layer.P, numbers: input.SampleSize, input),
        Dropout2d layer => Drop(resolved, layer.P, numbers: input.Channels, input),
        Residual => AddBranch(resolved, input),
        ReLU => Step(ReLUReference.Forward(input), gradient => ReLUReference.Backward(input, gradient)),
        MaxPool2d => Step(
            MaxPoolReference.Forward(input, WindowOf(resolved)),
            gradient => MaxPoolReference.Backward(input, WindowOf(resolved), gradient)),
        AvgPool2d => Step(
            AveragePoolReference.Forward(input, WindowOf(resolved)),
            gradient => AveragePoolReference.Backward(input, WindowOf(resolved), gradient)),
        AdaptiveAvgPool2d => Step(
            GlobalAverageReference.Forward(input), gradient => GlobalAverageReference.Backward(input, gradient)),
        Flatten => Step(
            new Tensor4(input.Samples, input.SampleSize, 1, 1) { Values = input.Values },
            gradient => input with { Values = gradient.Values }),
        _ => throw new NotSupportedException($"{resolved.Layer.Kind} has no reference"),
    };

    private Tensor4 Step(Tensor4 output, Func<Tensor4, Tensor4> back)
    {
        _wayBack.Push(back);
        return output;
    }

    private Tensor4 Convolve(ResolvedLayer resolved, Conv2d layer, Tensor4 input)
    {
        var convolution = new ConvolutionReference(WindowOf(resolved), layer.OutChannels, layer.Groups);
        double[] weight = Parameter(resolved, "weight");
        return Step(convolution.Forward(input, weight, layer.Bias ? Parameter(resolved, "bias") : null), gradient =>
        {
            KeepGradient(resolved, "weight", convolution.WeightGradient(input, gradient));
            if (layer.Bias)
                KeepGradient(resolved, "bias", convolution.BiasGradient(gradient));
            return convolution.InputGradient(input, weight, gradient);
        });
    }

    private Tensor4 Connect(ResolvedLayer resolved, Linear layer, Tensor4 input)
    {
        var linear = new LinearReference(input.SampleSize, layer.OutFeatures);
        double[] weight = Parameter(resolved, "weight");
        double[] output = linear.Forward(input.Values, weight, layer.Bias ? Parameter(resolved, "bias") : null);
        return Step(new Tensor4(input.Samples, layer.OutFeatures, 1, 1) { Values = output }, gradient =>
        {
            KeepGradient(resolved, "weight", linear.WeightGradient(input.Values, gradient.Values));
            if (layer.Bias)
                KeepGradient(resolved, "bias", linear.BiasGradient(gradient.Values));
            return input with { Values = linear.InputGradient(weight, gradient.Values) };
        });
    }

    private Tensor4 Normalize(ResolvedLayer resolved, BatchNorm2d layer, Tensor4 input)
    {
        double[] weight = Parameter(resolved, "weight");
        Span<double> runningMean = Statistics.AsSpan(network.OffsetOf(resolved, "running_mean"), input.Channels);
        Span<double> runningVariance = Statistics.AsSpan(network.OffsetOf(resolved, "running_var"), input.Channels);
        (double[] mean, double[] variance) = (runningMean.ToArray(), runningVariance.ToArray());
        if (_training)
        {
            BatchNormReference.UpdateRunning(mean, variance, input, layer.Momentum);
            mean.CopyTo(runningMean);
            variance.CopyTo(runningVariance);
            (mean, variance) = BatchNormReference.Statistics(input);
        }

        Tensor4 output = BatchNormReference.Forward(input, mean, variance, weight, Parameter(resolved, "bias"), layer.Eps);
        return Step(output, gradient =>
        {
            (Tensor4 Input, double[] Weight, double[] Bias) gradients = BatchNormReference.Backward(input, weight, layer.Eps, gradient);
            KeepGradient(resolved, "weight", gradients.Weight);
            KeepGradient(resolved, "bias", gradients.Bias);
            return gradients.Input;
        });
    }

    private Tensor4 Drop(ResolvedLayer resolved, float p, int numbers, Tensor4 input)
    {
        if (!_training)
            return input;
        bool[] kept = [.. _samples.SelectMany(sample =>
        {
            var random = new KeyedRandom(seed, _epoch, sample, resolved.Place);
            return Enumerable.Range(0, numbers).Select(i => random.Uniform(i) >= p);
        })];
        return Step(DropoutReference.Apply(input, kept, p), gradient => DropoutReference.Apply(gradient, kept, p));
    }

    private Tensor4 AddBranch(ResolvedLayer resolved, Tensor4 input)
    {
        int depth = _wayBack.Count;
        Tensor4 branch = Forward(resolved.Branch, input);
        var wayBack = new List<Func<Tensor4, Tensor4>>();
        while (_wayBack.Count > depth)
            wayBack.Add(_wayBack.Pop());
        return Step(Sum(input, branch), gradient => Sum(gradient, wayBack.Aggregate(gradient, (g, back) => back(g))));
    }

    private static ReferenceWindow WindowOf(ResolvedLayer resolved)
    {
        Window window = resolved.Layer.WindowOn(resolved.Input);
        return new(window.KernelSize, window.Stride, window.Padding);
    }

    private static Tensor4 Sum(Tensor4 a, Tensor4 b) => a with { Values = [.. a.Values.Zip(b.Values, (x, y) => x + y)] };

    private double[] Parameter(ResolvedLayer resolved, string name)
    {
        int offset = network.OffsetOf(resolved, name);
        return Values[offset..(offset + network.Parameters.First(one => one.Offset == offset).Count)];
    }

    // Added up, since layers may share their tensors.
    private void KeepGradient(ResolvedLayer resolved, string name, double[] gradient)
    {
        int offset = network.OffsetOf(resolved, name);
        for (int i = 0; i < gradient.Length; i++)
            Gradients[offset + i] += gradient[i];
    }
}
