namespace Thimble.Lab.Tests.Findings;

/// <summary>
/// Small trainings whose truth is known, so that every sentence that is said of them can be judged: a rule is good if it says what is so of all
/// of them, not if it finds what it was made for.
/// </summary>
internal static class CollectedRuns
{
    public static IReadOnlyList<CollectedRun> All { get; } =
    [
        new("small", "60 training and 30 test images of ten classes: too few to say much", Experiment("small", epochs: 12, target: "98%"), () => Digits(60, 30)),
        new("icons", "900 images, a rate that falls to zero: it ends flat after a steep middle",
            Experiment("icons", epochs: 10, target: "98%", schedule: "one_cycle_lr"), () => Digits(900, 300)),
        new("sorted", "Both splits sorted by class, as folders and some IDX files are", Experiment("sorted", epochs: 6), () => Sorted(Digits(600, 200))),
        new("imbalanced", "Two of three images are of class 0", Experiment("imbalanced", epochs: 6), () => Imbalanced(Digits(1500, 500))),
        new("easy", "Five epochs are more than enough, and the target is low", Experiment("easy", epochs: 8, target: "80%"), () => Digits(600, 300)),
        new("hopeless", "The labels are drawn by lot", Experiment("hopeless", epochs: 14, target: "90%"), () => Hopeless(Digits(300, 200))),
        new("wild", "The rate is far too high and never falls", Experiment("wild", epochs: 10, target: "90%", rate: 1.2), () => Digits(600, 400)),
        new("collapsed", "It learns for some epochs, until a step is too large", Experiment("collapsed", epochs: 8, target: "98%", rate: 0.5), () => Digits(600, 400)),
        new("restless", "A high rate that never falls: it learns, and from epoch to epoch it jumps by a point or two", Experiment("restless", epochs: 10, target: "98%", rate: 0.2), () => Digits(600, 1000)),
        new("diverged", "A rate at which the loss is soon no number", Experiment("diverged", epochs: 4, rate: 1e6, normalized: false), () => Digits(300, 100)),
        new("perfect", "Two classes that a single pixel tells apart: 100% everywhere", Experiment("perfect", epochs: 6, target: "99%", classes: 2), () => Halves(200, 100)),
    ];

    private static Experiment Experiment(
        string name, int epochs, string? target = null, string schedule = "constant", double rate = 0.05, bool normalized = true, int classes = 10)
    {
        string bias = normalized ? "false" : "true";
        string falls = schedule == "constant" ? "" : $"  schedule: {schedule}";
        string budget = target is null ? "" : $"budget: {{accuracy: {target}}}";
        string normalization = normalized ? "\n  - batch_norm2d" : "";
        return Experiments.Read(
            $$"""
            name: {{name}}
            data: synthetic-digits
            input: [1, 28, 28]
            network:
              - conv2d: {out: 8, kernel: 5, stride: 2, bias: {{bias}} }{{normalization}}
              - relu
              - max_pool2d: 2
              - conv2d: {out: 16, kernel: 3, bias: {{bias}} }{{normalization}}
              - relu
              - flatten
              - linear: {{classes}}
            recipe:
              epochs: {{epochs}}
              batch_size: 25
              optimizer: {sgd: {learning_rate: {{rate}}, momentum: 0.9} }
            {{falls}}
            {{budget}}
            """);
    }

    private static Dataset Digits(int train, int test) => SyntheticDigits.Create(train, test);

    private static Dataset Sorted(Dataset data) => Each(data, images => Select(images, [.. Enumerable.Range(0, images.Count).OrderBy(images.Label)]));

    private static Dataset Imbalanced(Dataset data) => Each(data, images => Select(
        images, [.. Enumerable.Range(0, images.Count).Where(index => images.Label(index) == 0 || index % 90 < 9 * images.Label(index) % 10)]));

    private static Dataset Hopeless(Dataset data) => Each(data, images => new(
        images.Name, images.Split, images.ImageShape, images.ClassCount,
        [.. Enumerable.Range(0, images.Count).SelectMany(index => images.Pixels(index).ToArray())],
        [.. Enumerable.Range(0, images.Count).Select(index => (byte)new KeyedRandom(seed: 7, epoch: 0, index, place: images.Count).Below(0, images.ClassCount))]));

    // The left or the right half is bright, by a degree that varies.
    private static Dataset Halves(int train, int test)
    {
        ImageDataset Draw(string split, int count, int first)
        {
            byte[] pixels = new byte[count * 28 * 28];
            byte[] labels = [.. Enumerable.Range(0, count).Select(index => (byte)(index % 2))];
            for (int i = 0; i < pixels.Length; i++)
            {
                var random = new KeyedRandom(seed: 1, epoch: 0, first + (i / (28 * 28)), place: 0);
                bool isLeft = i % 28 < 14;
                pixels[i] = (byte)(isLeft == (labels[i / (28 * 28)] == 0) ? 150 + random.Below(i % (28 * 28), 100) : random.Below(i % (28 * 28), 50));
            }

            return new("halves", split, new(1, 28, 28), 2, pixels, labels);
        }

        ImageDataset training = Draw("train", train, 0);
        return new(training, Draw("test", test, train), Normalization.Of(training), "a test");
    }

    private static Dataset Each(Dataset data, Func<ImageDataset, ImageDataset> change)
    {
        ImageDataset train = change(data.Train);
        return new(train, change(data.Evaluated), Normalization.Of(train), "a test");
    }

    private static ImageDataset Select(ImageDataset images, int[] order) => new(
        images.Name, images.Split, images.ImageShape, images.ClassCount,
        [.. order.SelectMany(index => images.Pixels(index).ToArray())], [.. order.Select(index => (byte)images.Label(index))]);
}

/// <summary>A training of the collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Truth">What is known of it.</param>
/// <param name="Experiment">What is trained.</param>
/// <param name="Data">On what.</param>
internal sealed record CollectedRun(string Name, string Truth, Experiment Experiment, Func<Dataset> Data);
