using System.Diagnostics;

namespace Thimble.Bench;

/// <summary>Times a classifier as a program that uses the library calls it: batches of pixels, and one image at a time.</summary>
internal static class AnswerTimer
{
    private const int Batches = 20;
    private const int Singles = 2000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700);

    /// <summary>Times and prints a line of JSON.</summary>
    public static string Run(TrainedNetwork trained, int batch, int threads)
    {
        using var classifier = new Classifier(trained, threads);
        ImageDataset digits = SyntheticDigits.Create(trainCount: 1, testCount: batch).Evaluated;
        byte[] pixels = [.. Enumerable.Range(0, batch).SelectMany(index => digits.Pixels(index).ToArray())];
        var classifications = new Classification[batch];
        double[] batches = Times(Batches, _ => classifier.ClassifyBatch(pixels, classifications));
        double[] singles = Times(Singles, i => classifier.Classify(digits.Pixels(i % batch)));

        long before = GC.GetAllocatedBytesForCurrentThread();
        classifier.Classify(digits.Pixels(0));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return string.Create(
            null,
            $"{{\"threads\": {threads}, \"batch_images_per_second\": {1e6 * batch / StepTimer.Median(batches):F0}, \"single_image_microseconds\": {StepTimer.Median(singles):F2}, \"single_image_microseconds_99_of_100\": {singles.Order().ElementAt(Singles * 99 / 100):F2}, \"allocated_bytes\": {allocated}}}");
    }

    /// <summary>Microseconds of each call, once the runtime's compiler is done with the code.</summary>
    private static double[] Times(int count, Action<int> call)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 50 || Stopwatch.GetElapsedTime(begin) < WarmUp; i++)
            call(i);
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times;
    }
}
