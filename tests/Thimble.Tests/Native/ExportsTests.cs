using Thimble.Native;
using Thimble.Tests.Data;

namespace Thimble.Tests.Native;

/// <summary>The functions of thimble.h do what the header says, and no exception leaves them.</summary>
public class ExportsTests
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors");

    // Images of noise, the same ones always.
    private static byte[] Noise(int images)
    {
        byte[] pixels = new byte[images * 28 * 28];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((uint)(i * 2654435761) >> 24);
        return pixels;
    }

    [Fact]
    public void An_image_is_classified_as_in_a_program_of_NET()
    {
        using Classifier classifier = Classifier.Load(Digits);
        byte[] pixels = Noise(1);
        float[] expected = new float[10], probabilities = new float[10];
        Classification classification = classifier.Classify(pixels, expected);

        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 0, out long network));
        Assert.Equal(Result.Ok, NativeLibrary.Classify(network, pixels, out Answer answer, probabilities));
        Assert.Equal(Result.Ok, NativeLibrary.Classify(network, pixels, out Answer without));
        NativeLibrary.Free(network);

        Assert.Equal((answer.Label, answer.Probability, answer.Recognized), (without.Label, without.Probability, without.Recognized));
        Assert.Equal(classification.Class, answer.Label);
        Assert.Equal(classification.Probability, answer.Probability);
        Assert.Equal(classification.IsRecognized ? 1 : 0, answer.Recognized);
        Assert.Equal(expected, probabilities);
    }

    [Fact]
    public void A_batch_gets_the_answers_of_single_images()
    {
        const int Images = 40;
        byte[] pixels = Noise(Images);
        var answers = new Answer[Images];
        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 2, out long network));

        Assert.Equal(Result.Ok, NativeLibrary.ClassifyBatch(network, pixels, answers));

        for (int i = 0; i < Images; i++)
        {
            Assert.Equal(Result.Ok, NativeLibrary.Classify(network, pixels[(i * 784)..((i + 1) * 784)], out Answer alone));
            Assert.Equal(alone.Label, answers[i].Label);
            Assert.Equal(alone.Probability, answers[i].Probability, 1e-5f);
        }

        Assert.Equal(Result.BadArgument, NativeLibrary.ClassifyBatch(network, pixels, answers, images: Images - 1));
        Assert.Equal("31360 pixels are not 39 images of 784. (Parameter 'images')", NativeLibrary.Error);
        NativeLibrary.Free(network);
    }

    [Fact]
    public void A_network_says_what_it_takes_and_what_its_classes_are_called()
    {
        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 0, out long network));

        Assert.Equal((Result.Ok, 1, 28, 28), NativeLibrary.InputShape(network));
        Assert.Equal(10, NativeLibrary.ClassCount(network));
        Assert.Equal("7", NativeLibrary.ClassName(network, 7));
        Assert.Equal("", NativeLibrary.ClassName(network, 10));
        Assert.Equal("", NativeLibrary.ClassName(network, -1));
        NativeLibrary.Free(network);
    }

    [Fact]
    public void A_text_is_cut_between_two_characters_and_ends_with_a_zero()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "names.safetensors");
        (Network digits, NetworkDescription description) = TrainedNetwork.Load(Digits);
        string[] names = ["größer", .. Enumerable.Range(1, 9).Select(i => $"c{i}")];
        new TrainedNetwork(digits, new(description.Definition, description.Normalization, description.DataName, names)).Save(file);
        Assert.Equal(Result.Ok, NativeLibrary.Load(file, 0, out long network));

        // g r ö(2) ß(2) e r
        Assert.Equal("größer", NativeLibrary.ClassName(network, 0));
        Assert.Equal((8u, "67-72-C3-B6-00-EE-EE"), Bytes(NativeLibrary.ClassName(network, 0, size: 6)));
        Assert.Equal((8u, "67-72-00-EE-EE"), Bytes(NativeLibrary.ClassName(network, 0, size: 4)));
        Assert.Equal((8u, "00-EE"), Bytes(NativeLibrary.ClassName(network, 0, size: 1)));
        Assert.Equal((8u, "EE"), Bytes(NativeLibrary.ClassName(network, 0, size: 0)));
        NativeLibrary.Free(network);

        static (nuint, string) Bytes((nuint Length, byte[] Buffer) copied) => (copied.Length, BitConverter.ToString(copied.Buffer));
    }

    [Fact]
    public void A_file_that_cannot_be_loaded_is_a_code_and_a_line()
    {
        using var folder = new TemporaryFolder();
        string damaged = Path.Combine(folder.Path, "damaged.safetensors");
        File.WriteAllBytes(damaged, File.ReadAllBytes(Digits)[..2000]);

        Assert.Equal(Result.BadFile, NativeLibrary.Load("nowhere.safetensors", 0, out long none));
        Assert.Equal(0, none);
        Assert.Equal("nowhere.safetensors: there is no such file; check the path", NativeLibrary.Error);
        Assert.Equal(Result.BadFile, NativeLibrary.Load(damaged, 0, out _));
        Assert.StartsWith(damaged, NativeLibrary.Error, StringComparison.Ordinal);
        Assert.Equal(Result.BadArgument, NativeLibrary.Load(Digits, -1, out _));
        Assert.Equal("thimble_load: -1 threads; give 0 for one a processor", NativeLibrary.Error);
        Assert.Equal(Result.BadArgument, NativeLibrary.LoadNull(out _));
        Assert.Equal("thimble_load: path is null", NativeLibrary.Error);
    }

    [Fact]
    public void A_network_that_was_freed_is_an_error_and_no_crash()
    {
        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 0, out long network));
        NativeLibrary.Free(network);
        NativeLibrary.Free(network);
        NativeLibrary.Free(0);

        Assert.Equal(Result.BadArgument, NativeLibrary.Classify(network, Noise(1), out _));
        Assert.Equal($"thimble_classify: there is no network {network}; it was freed, or never loaded", NativeLibrary.Error);
        Assert.Equal(Result.BadArgument, NativeLibrary.InputShape(network).Result);
        Assert.Equal(Result.BadArgument, NativeLibrary.ClassifyBatch(network, Noise(1), new Answer[1]));
        Assert.Equal(0, NativeLibrary.ClassCount(network));
        Assert.Equal("", NativeLibrary.ClassName(network, 0));
    }

    [Fact]
    public void A_wrong_number_of_pixels_is_an_error()
    {
        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 0, out long network));

        Assert.Equal(Result.BadArgument, NativeLibrary.Classify(network, new byte[783], out _));
        Assert.Equal("783 pixels are not the 784 of an image. (Parameter 'pixels')", NativeLibrary.Error);
        Assert.Equal(Result.BadArgument, NativeLibrary.Classify(network, [], out _));
        NativeLibrary.Free(network);
    }

    [Fact]
    public void Threads_share_a_network_and_each_has_its_own_error()
    {
        byte[] pixels = Noise(4);
        Assert.Equal(Result.Ok, NativeLibrary.Load(Digits, 0, out long network));
        (int, float, int)[] expected = [.. Enumerable.Range(0, 4).Select(i => AnswerTo(network, pixels, i))];

        var threads = new Thread[4];
        var failures = new string?[threads.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int own = i;
            threads[i] = new Thread(() => failures[own] = Use(network, pixels, expected[own], own));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        NativeLibrary.Free(network);
        Assert.All(failures, Assert.Null);
    }

    private static string? Use(long network, byte[] pixels, (int Label, float Probability, int Recognized) expected, int own)
    {
        NativeLibrary.Load($"nowhere{own}", 0, out _);
        for (int turn = 0; turn < 500; turn++)
        {
            if (AnswerTo(network, pixels, own) != expected)
                return $"another answer in turn {turn}";
        }

        return NativeLibrary.Error.StartsWith($"nowhere{own}:", StringComparison.Ordinal) ? null : NativeLibrary.Error;
    }

    private static (int Label, float Probability, int Recognized) AnswerTo(long network, byte[] pixels, int image)
    {
        Assert.Equal(Result.Ok, NativeLibrary.Classify(network, pixels[(image * 784)..((image + 1) * 784)], out Answer answer));
        return (answer.Label, answer.Probability, answer.Recognized);
    }
}
