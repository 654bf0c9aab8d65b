using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>What PyTorch's traces do not show of the optimizers: weight decay that spares one kind of tensor alone, and a momentum of each step's own.</summary>
public sealed class OptimizerTests
{
    private static readonly NetworkDefinition Definition = new(
        new Shape(1, 4, 4), new Conv2d(2, 3), new BatchNorm2d(), new Flatten(), new Linear(3));

    public static TheoryData<OptimizerOptions> Kinds =>
    [
        new SgdOptions { LearningRate = 0.5, WeightDecay = 0.5 },
        new AdamOptions { LearningRate = 0.5, WeightDecay = 0.5 },
        new AdamWOptions { LearningRate = 0.5, WeightDecay = 0.5 },
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weight_decay_spares_the_kinds_of_tensors_that_it_is_told_to_spare(OptimizerOptions options)
    {
        foreach (bool biases in (bool[])[false, true])
        {
            foreach (bool normalization in (bool[])[false, true])
            {
                var network = new Network(Definition, seed: 1);
                network.Values.Fill(1);
                Optimizer.Create(options with { DecayBiases = biases, DecayNormalization = normalization }, network)
                    .Step(new float[network.Values.Length], learningRate: 0.5);

                foreach (Parameter parameter in network.Parameters)
                {
                    bool isDecayed = parameter.Kind switch
                    {
                        ParameterKind.Bias => biases,
                        ParameterKind.Normalization => normalization,
                        _ => true,
                    };
                    Assert.All(network.ValuesOf(parameter).ToArray(), value => Assert.Equal(isDecayed, value < 1));
                }
            }
        }
    }

    [Fact]
    public void Sgd_takes_the_momentum_of_the_step_before_its_own()
    {
        var network = new Network(Definition, seed: 1);
        network.Values.Clear();
        float[] gradients = [.. Enumerable.Repeat(1f, network.Values.Length)];
        var sgd = Optimizer.Create(new SgdOptions { LearningRate = 1, Momentum = 0.9 }, network);

        sgd.Step(gradients, learningRate: 1, momentum: 0.5);
        sgd.Step(gradients, learningRate: 1, momentum: 0.5);
        Assert.All(network.Values.ToArray(), value => Assert.Equal(-2.5f, value)); // 1, then 0.5 · 1 + 1

        sgd.Step(gradients, learningRate: 1);
        Assert.All(network.Values.ToArray(), value => Assert.Equal(-4.85, value, 1e-5)); // 0.9 · 1.5 + 1
        Assert.Equal(3, sgd.Steps);
    }

    [Fact]
    public void Adam_takes_the_momentum_of_the_step_for_its_beta1()
    {
        var network = new Network(Definition, seed: 1);
        network.Values.Clear();
        float[] gradients = [.. Enumerable.Repeat(2f, network.Values.Length)];
        var adam = Optimizer.Create(new AdamOptions { LearningRate = 1, Beta1 = 0.9 }, network);

        adam.Step(gradients, learningRate: 1, momentum: 0.5);
        // The mean is half the gradient, and corrected by 1 - 0.5: the root of the square is the gradient, so the step is 1.
        Assert.All(network.Values.ToArray(), value => Assert.Equal(-1, value, 1e-5));
        Assert.All(adam.State[0], mean => Assert.Equal(1, mean));
    }

    [Fact]
    public void What_was_remembered_is_put_back()
    {
        var first = new Network(Definition, seed: 1);
        var second = new Network(Definition, seed: 1);
        float[] gradients = [.. Enumerable.Range(0, first.Values.Length).Select(i => i - 20f)];
        var options = new AdamWOptions { LearningRate = 0.1 };
        var whole = Optimizer.Create(options, first);
        var restored = Optimizer.Create(options, second);
        whole.Step(gradients, 0.1);
        first.Values.CopyTo(second.Values);

        restored.Restore(whole.Steps, whole.State);
        whole.Step(gradients, 0.1);
        restored.Step(gradients, 0.1);

        Assert.Equal(2, restored.Steps);
        Assert.Equal(first.Values.ToArray(), second.Values.ToArray());
    }
}
