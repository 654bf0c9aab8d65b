using Thimble.Engine;
using Thimble.Kernels;
using Thimble.Training;

namespace Thimble.Tests.RandomNetworks;

/// <summary>What the engine made of a batch in training.</summary>
/// <param name="Logits">The logits.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Gradients">The gradients.</param>
/// <param name="Statistics">The running statistics afterwards.</param>
internal sealed record TrainedBatch(float[] Logits, double Loss, float[] Gradients, float[] Statistics)
{
    /// <summary>Trains on the network's batch once.</summary>
    /// <param name="random">The network.</param>
    /// <param name="workers">Who does the work.</param>
    /// <param name="kernels">The kernels to use; the widest by default.</param>
    /// <param name="fusions">The rules to fuse by; all by default.</param>
    public static TrainedBatch Of(RandomNetwork random, WorkerPool workers, KernelSet? kernels = null, IReadOnlyList<Fusion>? fusions = null)
    {
        Network network = random.Build();
        RandomBatch batch = random.Samples(network.Definition);
        // In a part of the networks a larger batch goes first: nothing may be left of it.
        bool isPreceded = random.Number % 4 == 1;
        var pass = new TrainingPass(
            network, isPreceded ? random.Batch + 18 : random.Batch, random.LabelSmoothing, random.Seed, workers, kernels, fusions);
        if (isPreceded)
        {
            float[] statistics = network.BufferValues.ToArray();
            pass.Run((random with { Batch = random.Batch + 18 }).Samples(network.Definition), epoch: 2);
            statistics.CopyTo(network.BufferValues);
        }

        double loss = pass.Run(batch, epoch: 1).Loss;
        return new(pass.Logits(), loss, pass.Gradients.ToArray(), network.BufferValues.ToArray());
    }

    /// <summary>Asserts that everything is the same to the bit.</summary>
    public void AssertSame(TrainedBatch other, string what)
    {
        AssertSame(Logits, other.Logits, $"{what}: the logits");
        AssertSame(Gradients, other.Gradients, $"{what}: the gradients");
        AssertSame(Statistics, other.Statistics, $"{what}: the running statistics");
        Assert.True(Loss.Equals(other.Loss), $"{what}: the loss is {other.Loss}, not {Loss}");
    }

    /// <summary>Asserts that numbers are the same to the bit.</summary>
    public static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i].Equals(actual[i]), $"{what}: number {i} is {actual[i]:g9}, not {expected[i]:g9}");
    }
}
