using System.Diagnostics;
using Thimble.Kernels;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Bench;

/// <summary>What augmentation takes of an image, on one thread, beside a training step of a small network without it.</summary>
internal static unsafe class AugmentationTimes
{
    private const int Images = 512;
    private const int Batch = 64;

    private static readonly AugmentationOptions FlipAndCrop = new() { HorizontalFlip = true, CropBorder = 4 };

    private static readonly (string Name, AugmentationOptions Options)[] Kinds =
    [
        ("none", AugmentationOptions.None),
        ("affine", new(10, 2, 0.1f, 5)),
        ("flip, crop", FlipAndCrop),
        ("flip, crop, cutout", FlipAndCrop with { Cutout = 8 }),
        ("flip, crop, brightness, contrast", FlipAndCrop with { Brightness = 0.2f, Contrast = 0.2f }),
        ("flip, crop, three colours", FlipAndCrop with { Brightness = 0.2f, Contrast = 0.2f, Saturation = 0.2f }),
        ("affine, flip, crop, three colours", new(10, 2, 0.1f, 5) { HorizontalFlip = true, CropBorder = 4, Brightness = 0.2f, Contrast = 0.2f, Saturation = 0.2f }),
        ("flip, crop, mixup", FlipAndCrop with { Mixup = 0.2f }),
        ("flip, crop, cutmix", FlipAndCrop with { Cutmix = 1 }),
    ];

    public static void Run(int tries)
    {
        Console.WriteLine($"One thread, the fastest of {tries} tries of {Images} images.");
        foreach (Shape shape in (Shape[])[new(1, 28, 28), new(3, 32, 32), new(3, 64, 64)])
        {
            double step = StepSeconds(shape, tries);
            Console.WriteLine();
            Console.WriteLine($"{shape.Height}×{shape.Width}×{shape.Channels}: a training step takes {step * 1e6:F1} µs an image, its input included.");
            Console.WriteLine();
            Console.WriteLine("| augmentation | µs an image | images a second | of the step |");
            Console.WriteLine("|---|---|---|---|");
            foreach ((string name, AugmentationOptions options) in Kinds.Where(kind => shape.Channels == 3 || kind.Options.Saturation == 0))
            {
                double seconds = ImageSeconds(shape, options, tries);
                Console.WriteLine($"| {name} | {seconds * 1e6:F2} | {1 / seconds:N0} | {seconds / step:P1} |");
            }
        }
    }

    private static double ImageSeconds(Shape shape, AugmentationOptions options, int tries)
    {
        ShuffledBatches batches = Batches(shape, options);
        float[] block = new float[shape.Size * Lanes.PerBlock];
        var times = new double[tries];
        fixed (float* destination = block)
        {
            for (int i = -2; i < tries; i++)
            {
                long start = Stopwatch.GetTimestamp();
                for (int batch = 0; batch < batches.BatchCount; batch++)
                {
                    batches.MoveTo(batch);
                    for (int image = 0; image < batches.Count; image++)
                        batches.WriteImage(image, destination + (image % Lanes.PerBlock), Lanes.PerBlock);
                }

                if (i >= 0)
                    times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / Images;
            }
        }

        return times.Min();
    }

    private static double StepSeconds(Shape shape, int tries)
    {
        var small = new NetworkDefinition(
            shape,
            new Conv2d(16, 3, padding: 1), new BatchNorm2d(), new ReLU(), new MaxPool2d(2), new Conv2d(32, 3, padding: 1), new BatchNorm2d(), new ReLU(),
            new MaxPool2d(2), new Conv2d(32, 3, padding: 1), new BatchNorm2d(), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10));
        ShuffledBatches batches = Batches(shape, AugmentationOptions.None);
        using var training = new WarmTraining(small, Batch, threads: 1);
        var times = new double[tries];
        for (int i = -2; i < tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int batch = 0; batch < batches.BatchCount; batch++)
            {
                batches.MoveTo(batch);
                training.Step(batches);
            }

            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds / Images;
        }

        return times.Min();
    }

    private static ShuffledBatches Batches(Shape shape, AugmentationOptions options)
    {
        byte[] pixels = new byte[Images * shape.Size];
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, RandomPlace.ForeignPictures);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.Below(i, 256);
        var images = new ImageDataset("noise", "train", shape, 10, pixels, [.. Enumerable.Range(0, Images).Select(i => (byte)(i % 10))]);
        var recipe = new Recipe { Epochs = 1, BatchSize = Batch, Optimizer = new SgdOptions { LearningRate = 0.01f }, Augmentation = options };
        var batches = new ShuffledBatches(images, new(0.45f, 0.25f), recipe, seed: 1);
        batches.StartEpoch(1);
        return batches;
    }
}
