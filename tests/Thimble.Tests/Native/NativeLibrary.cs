using System.Text;
using Thimble.Native;

namespace Thimble.Tests.Native;

/// <summary>The exported functions, called as C calls them: through pointers, with C's calling convention.</summary>
internal static unsafe class NativeLibrary
{
    private static readonly delegate* unmanaged<byte*, int, long*, Result> LoadFunction = &Exports.Load;
    private static readonly delegate* unmanaged<long, void> FreeFunction = &Exports.Free;
    private static readonly delegate* unmanaged<long, int*, int*, int*, Result> InputShapeFunction = &Exports.InputShape;
    private static readonly delegate* unmanaged<long, int> ClassCountFunction = &Exports.ClassCount;
    private static readonly delegate* unmanaged<long, byte*, nuint, Answer*, float*, Result> ClassifyFunction = &Exports.Classify;
    private static readonly delegate* unmanaged<long, byte*, nuint, nuint, Answer*, Result> ClassifyBatchFunction = &Exports.ClassifyBatch;
    private static readonly delegate* unmanaged<long, int, byte*, nuint, nuint> ClassNameFunction = &Exports.ClassName;
    private static readonly delegate* unmanaged<byte*, nuint, nuint> ErrorFunction = &Exports.Error;

    /// <summary>The reason of the last error in this thread.</summary>
    public static string Error => Text((text, size) => ErrorFunction((byte*)text, size));

    public static Result Load(string path, int threads, out long network)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(path + "\0"))
        fixed (long* number = &network)
            return LoadFunction(start, threads, number);
    }

    public static Result LoadNull(out long network)
    {
        fixed (long* number = &network)
            return LoadFunction(null, 0, number);
    }

    public static void Free(long network) => FreeFunction(network);

    public static (Result Result, int Channels, int Height, int Width) InputShape(long network)
    {
        int channels, height, width;
        channels = height = width = -1;
        return (InputShapeFunction(network, &channels, &height, &width), channels, height, width);
    }

    public static int ClassCount(long network) => ClassCountFunction(network);

    public static string ClassName(long network, int label) => Text((text, size) => ClassNameFunction(network, label, (byte*)text, size));

    /// <summary>What is written into a buffer of a size, and the result.</summary>
    public static (nuint Length, byte[] Buffer) ClassName(long network, int label, int size)
    {
        byte[] buffer = new byte[size + 1];
        Array.Fill(buffer, (byte)0xEE);
        fixed (byte* start = buffer)
            return (ClassNameFunction(network, label, start, (nuint)size), buffer);
    }

    public static Result Classify(long network, byte[] pixels, out Answer answer, float[]? probabilities = null)
    {
        fixed (byte* start = pixels)
        fixed (Answer* receiver = &answer)
        fixed (float* room = probabilities)
            return ClassifyFunction(network, start, (nuint)pixels.Length, receiver, room);
    }

    public static Result ClassifyBatch(long network, byte[] pixels, Answer[] answers, int? images = null)
    {
        fixed (byte* start = pixels)
        fixed (Answer* receiver = answers)
            return ClassifyBatchFunction(network, start, (nuint)pixels.Length, (nuint)(images ?? answers.Length), receiver);
    }

    // As a program in C does: once for the length, once for the text.
    private static string Text(Func<nint, nuint, nuint> copy)
    {
        nuint length = copy(0, 0);
        byte[] buffer = new byte[(int)length + 1];
        fixed (byte* start = buffer)
            Assert.Equal(length, copy((nint)start, length + 1));
        Assert.Equal(0, buffer[^1]);
        return Encoding.UTF8.GetString(buffer, 0, (int)length);
    }
}
