namespace Thimble;

/// <summary>
/// Opens ordinary files for reading, and nothing else. A pipe or a device has no length, and to open or read one may be to wait for ever, so
/// a path is checked before it is opened.
/// </summary>
internal static class OrdinaryFile
{
    /// <summary>Whether a path leads to a file without a length: an empty one, a pipe or a device. Links are followed.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static bool IsEmptyOrSpecial(string path)
    {
        var info = new FileInfo(path);
        return info.Exists && ((FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info) is { Exists: true, Length: 0 };
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What is wanted, for messages: <c>give a PNG picture</c>.</param>
    /// <exception cref="InvalidInputException">It is empty, a pipe or a device.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, string wanted) => IsEmptyOrSpecial(path)
        ? throw new InvalidInputException($"{path}: it is empty, or a pipe or a device; {wanted}")
        : new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>Opens a file that is not too large.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="wanted">What is wanted, for messages: <c>give a PNG picture</c>.</param>
    /// <param name="tooLarge">What to do with a larger one: <c>scale the picture down</c>.</param>
    /// <exception cref="InvalidInputException">It is empty, a pipe, a device, or too large.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, long most, string wanted, string tooLarge)
    {
        FileStream file = Open(path, wanted);
        if (file.Length <= most)
            return file;
        long length = file.Length;
        file.Dispose();
        throw new InvalidInputException($"{path}: it has {length:N0} bytes, and at most {most:N0} are read; {tooLarge}");
    }
}
