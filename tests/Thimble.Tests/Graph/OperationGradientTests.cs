using System.Reflection;
using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

/// <summary>What <see cref="Operation.Backward"/> gives of every operation, against differences of <see cref="Operation.Forward"/>.</summary>
public sealed class OperationGradientTests
{
    private static readonly GraphTensor One = new("one", [1]);
    private static readonly GraphTensor Three = new("three", [3]);
    private static readonly GraphTensor OtherThree = new("other three", [3]);
    private static readonly GraphTensor Mean = new("mean", [3], isStatistic: true);
    private static readonly GraphTensor Variance = new("variance", [3], isStatistic: true);

    private static readonly Shape Image = new(3, 4, 5);

    private static readonly Dictionary<string, (Operation Operation, Shape[] Inputs)> Tried = new()
    {
        ["factor and addend a channel"] = (new Affine(Three, OtherThree), [Image]),
        ["factor a channel"] = (new Affine(Three, Shift: null), [Image]),
        ["factor for all channels"] = (new Affine(One, Shift: null), [Image]),
        ["factor a number"] = (new Affine(Three, OtherThree), [Shape.Flat(3)]),
        ["sum"] = (new Add(), [Image, Image]),
        ["product"] = (new Multiply(), [Image, Image]),
        ["product with a number a channel"] = (new Multiply(), [Image, new(3, 1, 1)]),
        ["product of flat vectors"] = (new Multiply(), [Shape.Flat(3), Shape.Flat(3)]),
        ["image as a flat vector"] = (new Reshape(Shape.Flat(60)), [Image]),
        ["flat vector as an image"] = (new Reshape(Image), [Shape.Flat(60)]),
        ["normalization"] = (new BatchNormalization(Three, OtherThree, Mean, Variance, Eps: 0.01f, Momentum: 0.1f), [Image]),
        ["normalization of a flat vector"] = (new BatchNormalization(Three, OtherThree, Mean, Variance, Eps: 0.01f, Momentum: 0.1f), [Shape.Flat(3)]),
        ["convolution"] = (new Convolution(new("weight", [3, 3, 2, 3]), Three, new((2, 3), (2, 1), (1, 2)), Groups: 1), [Image]),
        ["grouped convolution"] = (new Convolution(new("weight", [6, 1, 3, 1]), Bias: null, new((3, 1), (1, 2), (2, 0)), Groups: 3), [Image]),
        ["matrix"] = (new Dense(new("weight", [3, 7]), Three), [Shape.Flat(7)]),
        ["largest numbers"] = (new MaximumPool(new((2, 3), (1, 2), (1, 0))), [Image]),
        ["means"] = (new AveragePool(new((3, 2), (2, 1), (0, 1))), [Image]),
        ["numbers masked"] = (new Mask(0.4f, IsWholeChannels: false, Place: 3), [Image]),
        ["channels masked"] = (new Mask(0.4f, IsWholeChannels: true, Place: 3), [Image]),
        ["function"] = (new Pointwise(new SigmoidLinear()), [Image]),
    };

    public static TheoryData<string> Names => [.. Tried.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradients_of_an_operation_are_the_derivatives_of_its_output(string name)
    {
        (Operation operation, Shape[] shapes) = Tried[name];
        Tensor4[] inputs = [.. shapes.Select((shape, i) => NumericalGradient.Tensor(3, shape.Channels, shape.Height, shape.Width, place: i))];
        var numbers = new DefinitionNumbers(isTraining: true, seed: 1, epoch: 1, [4, 9, 2]);
        foreach ((int i, GraphTensor tensor) in operation.Tensors.Index())
            numbers[tensor] = NumericalGradient.Numbers(tensor.Count, place: 10 + i);
        Shape output = operation.OutputShape(shapes);
        Tensor4 weights = NumericalGradient.LossWeights(new(3, output.Channels, output.Height, output.Width));
        double Loss() => NumericalGradient.Weighted(operation.Forward(numbers, inputs).Values, weights.Values);

        IReadOnlyList<Tensor4> gradients = operation.Backward(numbers, inputs, weights);

        Assert.Equal(inputs.Length, gradients.Count);
        foreach ((Tensor4 input, Tensor4 gradient) in inputs.Zip(gradients))
        {
            Assert.Equal((input.Samples, input.Channels, input.Height, input.Width), (gradient.Samples, gradient.Channels, gradient.Height, gradient.Width));
            NumericalGradient.AssertIs(gradient.Values, input.Values, Loss);
        }

        foreach (GraphTensor tensor in operation.Tensors.Where(one => !one.IsStatistic))
            NumericalGradient.AssertIs(numbers.GradientOf(tensor), numbers[tensor], Loss);
    }

    [Fact]
    public void A_tensor_that_is_used_twice_gets_both_gradients()
    {
        var operation = new Affine(Three, OtherThree);
        Tensor4 input = NumericalGradient.Tensor(2, 3, 2, 2);
        Tensor4 weights = NumericalGradient.LossWeights(input);
        var numbers = new DefinitionNumbers(isTraining: true, seed: 1, epoch: 1, []) { [Three] = [1, 2, 3], [OtherThree] = [0, 0, 0] };

        operation.Backward(numbers, [input], weights);
        double[] once = [.. numbers.GradientOf(Three)];
        operation.Backward(numbers, [input], weights);

        Assert.Equal(once.Select(gradient => 2 * gradient), numbers.GradientOf(Three));
    }

    [Fact]
    public void A_normalization_has_the_sums_of_its_batch_in_training_and_its_running_ones_afterwards()
    {
        var operation = new BatchNormalization(One, new("shift", [1]), new("mean", [1], isStatistic: true), new("variance", [1], isStatistic: true), Eps: 0.5f, Momentum: 0.5f);
        var input = new Tensor4(2, 1, 1, 2) { Values = [1, 2, 3, 6] };
        DefinitionNumbers Numbers(bool isTraining) => new(isTraining, seed: 1, epoch: 1, [])
        {
            [operation.Scale] = [4],
            [operation.Shift] = [1],
            [operation.Mean] = [1],
            [operation.Variance] = [3.5],
        };
        DefinitionNumbers training = Numbers(isTraining: true);

        // The batch's mean is 3 and its variance 3.5; the running ones are halfway from theirs to 3 and 14 / 3.
        Assert.Equal([-3, -1, 1, 7], operation.Forward(training, [input]).Values);
        Assert.Equal([1, 3, 5, 11], operation.Forward(Numbers(isTraining: false), [input]).Values);
        Assert.Equal(2, training[operation.Mean][0], precision: 12);
        Assert.Equal((3.5 + (14.0 / 3)) / 2, training[operation.Variance][0], precision: 12);
    }

    [Fact]
    public void Every_operation_is_tried()
    {
        IEnumerable<Type> operations = typeof(IOperationVisitor<int, int>).GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Select(method => method.GetParameters()[0].ParameterType);

        Assert.Equal(operations.ToHashSet(), Tried.Values.Select(one => one.Operation.GetType()).ToHashSet());
    }
}
