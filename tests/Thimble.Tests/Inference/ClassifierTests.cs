using Thimble.Layers;
using Thimble.Tests.Data;

namespace Thimble.Tests.Inference;

/// <summary>A trained network inside another program: the same answers on any thread, and no memory for them.</summary>
public sealed class ClassifierTests
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors");

    private static readonly ImageDataset Digits = SyntheticDigits.Create(trainCount: 1, testCount: 300).Evaluated;

    private static readonly byte[] Pixels = [.. Enumerable.Range(0, Digits.Count).SelectMany(index => Digits.Pixels(index).ToArray())];

    public static TheoryData<bool> Kinds => [true, false];

    [Fact]
    public void It_needs_nothing_but_the_weights_file()
    {
        using var classifier = Classifier.Load(File);
        Classification[] answers = new Classification[Digits.Count];
        classifier.ClassifyBatch(Pixels, answers);

        Assert.Equal(new Shape(1, 28, 28), classifier.InputShape);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], classifier.ClassNames);
        // It was trained on MNIST, and these digits are drawn by a program.
        Assert.InRange(answers.Where((answer, i) => answer.Class == Digits.Label(i)).Count(), 270, 300);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_answers_are_the_softmax_of_the_logits_alone_and_in_batches_of_any_size(bool isPlain)
    {
        TrainedNetwork trained = Network(isPlain);
        using var evaluator = new Evaluator(trained.Network, threads: 1);
        float[] logits = evaluator.Logits(Digits, trained.Description.Normalization);
        using var classifier = new Classifier(trained, threads: 2);
        float[] probabilities = new float[10];
        foreach (int count in (int[])[1, Classifier.MostOneByOne, Classifier.MostOneByOne + 1, 100, 300])
        {
            var batch = new Classification[count];
            classifier.ClassifyBatch(Pixels.AsSpan(0, count * 784), batch);
            for (int i = 0; i < count; i++)
            {
                Classification alone = classifier.Classify(Digits.Pixels(i), probabilities);
                double[] powers = [.. logits.AsSpan(i * 10, 10).ToArray().Select(logit => Math.Exp(logit))];
                Assert.Equal(batch[i], alone);
                Assert.Equal(Array.IndexOf(powers, powers.Max()), alone.Class);
                Assert.Equal(powers.Max() / powers.Sum(), alone.Probability, 1e-6);
                Assert.Equal(powers.Select(power => (float)(power / powers.Sum())), probabilities, (a, b) => Math.Abs(a - b) < 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Once_warm_it_allocates_nothing(bool isPlain)
    {
        using var classifier = new Classifier(Network(isPlain), threads: 1);
        float[] probabilities = new float[10];
        var batch = new Classification[300];
        void Work()
        {
            for (int i = 0; i < 20; i++)
            {
                classifier.Classify(Digits.Pixels(i), probabilities);
                classifier.Classify(Digits.Pixels(i));
            }

            classifier.ClassifyBatch(Pixels, batch);
        }

        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_number_of_threads_may_use_it_at_once(bool isPlain)
    {
        using var classifier = new Classifier(Network(isPlain), threads: 2);
        var expected = new Classification[Digits.Count];
        classifier.ClassifyBatch(Pixels, expected);
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            var batch = new Classification[40];
            for (int i = 0; i < 100; i++)
            {
                int index = (i + (37 * number)) % Digits.Count;
                if (classifier.Classify(Digits.Pixels(index)) != expected[index])
                    Interlocked.Increment(ref wrong);
                if (i % 50 != 0)
                    continue;
                classifier.ClassifyBatch(Pixels.AsSpan(0, 40 * 784), batch);
                if (!batch.AsSpan().SequenceEqual(expected.AsSpan(0, 40)))
                    Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void What_happens_to_the_network_afterwards_is_not_seen()
    {
        TrainedNetwork trained = Network(isPlain: true);
        using var classifier = new Classifier(trained);
        Classification before = classifier.Classify(Digits.Pixels(0));

        trained.Network.Values.Fill(1);

        Assert.Equal(before, classifier.Classify(Digits.Pixels(0)));
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using var classifier = Classifier.Load(File);

        Assert.Throws<ArgumentException>(() => classifier.Classify(new byte[783]));
        Assert.Throws<ArgumentException>(() => classifier.Classify(new byte[784], new float[9]));
        Assert.Throws<ArgumentException>(() => classifier.ClassifyBatch(new byte[784], new Classification[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.Load(File, threads: 0));
        OneLine.Thrown<InvalidInputException>(() => Classifier.Load("none.safetensors"), "none.safetensors");
    }

    /// <summary>A network that works position by position, or one with a residual, which only works in blocks.</summary>
    private static TrainedNetwork Network(bool isPlain)
    {
        Layer middle = isPlain ? new Conv2d(6, 3, padding: 1) : new Residual(new Conv2d(6, 3, padding: 1), new BatchNorm2d());
        var definition = new NetworkDefinition(
            new Shape(1, 28, 28), new Conv2d(6, 3), new ReLU(), new MaxPool2d(2), middle, new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));
        return new(new Network(definition, seed: 3), new(definition, Normalization.Mnist, "mnist"));
    }
}
