using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>What a probe sees in networks whose insides are known.</summary>
public class NetworkProbeTests
{
    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 64, testCount: 48);

    private static readonly Recipe Recipe = Plans.Recipe with { BatchSize = 16 };

    private static readonly NetworkDefinition Definition = new(
        new Shape(1, 28, 28),
        new Conv2d(3, 3, stride: 2), new ReLU(), new BatchNorm2d(), new Dropout2d(0.5f),
        new Residual(new Conv2d(3, 3, padding: 1), new ReLU(), new Dropout2d(0.5f)), new AdaptiveAvgPool2d(), new Conv2d(10, 1));

    [Fact]
    public void It_finds_the_channel_that_is_dead_and_the_one_that_never_changes()
    {
        var network = new Network(Definition, seed: 1);
        Values(network, "0.weight")[..18].Clear();
        Values(network, "0.bias")[0] = -1;
        Values(network, "0.bias")[1] = 2;

        LayerActivity layer = Measure(network).Layers[0];

        Assert.Equal(("ReLU-2", "ReLU"), (layer.Name, layer.Kind));
        Assert.Equal(new ChannelActivity(0, 0, 1), layer.Channels[0]);
        Assert.Equal(new ChannelActivity(2, 0, 0), layer.Channels[1]);
        Assert.True(layer.Channels[2].StandardDeviation > 0);
    }

    [Fact]
    public void It_leaves_the_network_as_it_was()
    {
        var network = new Network(Definition, seed: 1);
        float[] values = network.Values.ToArray();
        float[] buffers = network.BufferValues.ToArray();

        Measure(network);

        Assert.Equal(values, network.Values);
        Assert.Equal(buffers, network.BufferValues);
    }

    [Fact]
    public void Each_tensor_has_a_gradient_and_a_step_of_the_optimizers()
    {
        TensorUpdate[] tensors = [.. Measure(new Network(Definition, seed: 1)).Tensors];

        Assert.Equal("Conv2d-1 weight", tensors[0].Name);
        Assert.Contains(tensors, tensor => tensor.Name == "Conv2d-5 bias");
        // Momentum and weight decay do not show in a first step: SGD goes the rate times the gradient.
        Assert.All(tensors, tensor => Assert.Equal(0.05 * tensor.Gradient, tensor.Update, (5e-3 * tensor.Update) + 1e-9));
    }

    [Fact]
    public void Batch_statistics_rescue_a_network_whose_running_ones_are_wrong()
    {
        var network = new Network(Trainable, seed: 1);
        Dataset digits = SyntheticDigits.Create(trainCount: 600, testCount: 128);
        var recipe = new Recipe { Epochs = 6, BatchSize = 32, Optimizer = new AdamOptions { LearningRate = 0.01 } };
        using (var trainer = new Trainer(network, recipe, digits, new TrainerOptions(Threads: 1)))
            trainer.Run();
        TrainingStatistics sound = NetworkProbe.Measure(network, recipe, digits, threads: 1);
        network.ValuesOf(network.Buffers[0]).Fill(5);
        TrainingStatistics stale = NetworkProbe.Measure(network, recipe, digits, threads: 1);

        Assert.Equal(sound.BatchStatistics, stale.BatchStatistics);
        Assert.True(sound.RunningStatistics.Accuracy > 0.5, $"{sound.RunningStatistics}");
        Assert.True(stale.RunningStatistics.Accuracy < sound.BatchStatistics!.Value.Accuracy - 0.2, $"{stale.RunningStatistics}");
        Assert.Single(Runs.Of([50, 50]).With(statistics: stale).Find("stale-statistics"));
        Assert.Empty(Runs.Of([50, 50]).With(statistics: sound).Find("stale-statistics"));
    }

    [Fact]
    public void Without_normalization_there_are_no_batch_statistics()
    {
        var plain = new NetworkDefinition(new Shape(1, 28, 28), new Conv2d(3, 3, stride: 2), new ReLU(), new Conv2d(10, 13));

        Assert.Null(Measure(new Network(plain, seed: 1)).BatchStatistics);
    }

    private static NetworkDefinition Trainable => new(
        new Shape(1, 28, 28),
        new Conv2d(8, 5, stride: 2), new BatchNorm2d(), new ReLU(), new MaxPool2d(2), new Conv2d(16, 3), new BatchNorm2d(), new ReLU(),
        new Flatten(), new Linear(10));

    private static TrainingStatistics Measure(Network network) => NetworkProbe.Measure(network, Recipe, Digits, threads: 1);

    private static Span<float> Values(Network network, string name) =>
        network.ValuesOf(network.Parameters.Single(parameter => parameter.Name == name));
}
