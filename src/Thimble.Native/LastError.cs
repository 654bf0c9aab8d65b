namespace Thimble.Native;

/// <summary>Why the last call in this thread failed. No exception may leave the library: C has no way to catch one.</summary>
internal static class LastError
{
    [ThreadStatic]
    private static string? _text;

    /// <summary>The reason, in one line; empty if no call failed.</summary>
    public static string Text => _text ?? "";

    /// <summary>Keeps a reason.</summary>
    /// <param name="result">The code that the caller gets.</param>
    /// <param name="text">The reason.</param>
    public static Result Keep(Result result, string text)
    {
        _text = text.ReplaceLineEndings(" ");
        return result;
    }

    /// <summary>Keeps an exception's reason.</summary>
    /// <returns>The code that the caller gets.</returns>
    public static Result Keep(Exception error) => error switch
    {
        InvalidInputException => Keep(Result.BadFile, error.Message),
        ArgumentException or OverflowException => Keep(Result.BadArgument, error.Message),
        OutOfMemoryException => Keep(Result.NoMemory, "there is not enough memory"),
        _ => Keep(Result.Failure, $"a fault of Thimble's own, {error.GetType().Name}: {error.Message}"),
    };
}
