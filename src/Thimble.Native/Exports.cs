using System.Runtime.InteropServices;

namespace Thimble.Native;

/// <summary>The functions of thimble.h, which says what each does.</summary>
internal static unsafe class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "thimble_load")]
    public static Result Load(byte* path, int threads, long* network)
    {
        if (network is null || path is null)
            return LastError.Keep(Result.BadArgument, $"thimble_load: {(path is null ? "path" : "network")} is null");
        *network = 0;
        if (threads < 0)
            return LastError.Keep(Result.BadArgument, $"thimble_load: {threads} threads; give 0 for one a processor");
        try
        {
            string file = Marshal.PtrToStringUTF8((nint)path) ?? "";
            *network = LoadedNetworks.Add(Classifier.Load(file, threads == 0 ? null : threads));
            return Result.Ok;
        }
        catch (Exception error)
        {
            return LastError.Keep(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "thimble_free")]
    public static void Free(long network) => LoadedNetworks.Remove(network);

    [UnmanagedCallersOnly(EntryPoint = "thimble_input_shape")]
    public static Result InputShape(long network, int* channels, int* height, int* width)
    {
        if (LoadedNetworks.Find(network) is not { } found)
            return NoSuchNetwork(network, "thimble_input_shape");
        if (channels is null || height is null || width is null)
            return LastError.Keep(Result.BadArgument, "thimble_input_shape: a pointer is null");
        (*channels, *height, *width) = (found.InputShape.Channels, found.InputShape.Height, found.InputShape.Width);
        return Result.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "thimble_class_count")]
    public static int ClassCount(long network) => LoadedNetworks.Find(network)?.ClassCount ?? 0;

    [UnmanagedCallersOnly(EntryPoint = "thimble_classify")]
    public static Result Classify(long network, byte* pixels, nuint size, Answer* answer, float* probabilities)
    {
        if (LoadedNetworks.Find(network) is not { } found)
            return NoSuchNetwork(network, "thimble_classify");
        if (pixels is null || answer is null)
            return LastError.Keep(Result.BadArgument, $"thimble_classify: {(pixels is null ? "pixels" : "answer")} is null");
        try
        {
            Span<float> room = probabilities is null ? [] : new Span<float>(probabilities, found.ClassCount);
            *answer = new(found.Classify(new ReadOnlySpan<byte>(pixels, checked((int)size)), room));
            return Result.Ok;
        }
        catch (Exception error)
        {
            return LastError.Keep(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "thimble_classify_batch")]
    public static Result ClassifyBatch(long network, byte* pixels, nuint size, nuint images, Answer* answers)
    {
        if (LoadedNetworks.Find(network) is not { } found)
            return NoSuchNetwork(network, "thimble_classify_batch");
        if (pixels is null || answers is null)
            return LastError.Keep(Result.BadArgument, $"thimble_classify_batch: {(pixels is null ? "pixels" : "answers")} is null");
        try
        {
            var classifications = new Classification[checked((int)images)];
            found.ClassifyBatch(new ReadOnlySpan<byte>(pixels, checked((int)size)), classifications);
            for (int i = 0; i < classifications.Length; i++)
                answers[i] = new(classifications[i]);
            return Result.Ok;
        }
        catch (Exception error)
        {
            return LastError.Keep(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "thimble_class_name")]
    public static nuint ClassName(long network, int label, byte* text, nuint size)
    {
        IReadOnlyList<string> names = LoadedNetworks.Find(network)?.ClassNames ?? [];
        return CallerText.Copy(label >= 0 && label < names.Count ? names[label] : "", text, size);
    }

    [UnmanagedCallersOnly(EntryPoint = "thimble_error")]
    public static nuint Error(byte* text, nuint size) => CallerText.Copy(LastError.Text, text, size);

    [UnmanagedCallersOnly(EntryPoint = "thimble_shortfall")]
    public static nuint Shortfall(byte* text, nuint size) => CallerText.Copy(VectorWidth.Shortfall ?? "", text, size);

    private static Result NoSuchNetwork(long network, string function) =>
        LastError.Keep(Result.BadArgument, $"{function}: there is no network {network}; it was freed, or never loaded");
}
