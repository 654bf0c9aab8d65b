using Thimble.Pictures;

namespace Thimble.Cli;

/// <summary>A picture that the command line names.</summary>
/// <param name="Name">What to call it: its path, or <c>-</c> for the standard input.</param>
/// <param name="Problem">Why there is none, in one line; null if it can be looked at.</param>
internal sealed record PictureSource(string Name, string? Problem = null)
{
    /// <summary>The name of the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>The pictures that words name: files, the pictures of folders in the order of their names, the standard input.</summary>
    public static IEnumerable<PictureSource> Of(IEnumerable<string> words) => words.SelectMany(word =>
    {
        try
        {
            return Directory.Exists(word) ? OfFolder(word) : [new(word)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [new(word, $"{word}: cannot be looked into ({error.Message}); check your rights")];
        }
    });

    /// <summary>Reads it.</summary>
    /// <param name="environment">Where the standard input is.</param>
    /// <exception cref="InvalidInputException">It is not a sound picture.</exception>
    public Picture Read(CommandEnvironment environment)
    {
        if (Problem is not null)
            throw new InvalidInputException(Problem);
        if (Name != StandardInput)
            return PictureFile.Read(Name);
        try
        {
            using Stream input = environment.OpenInput();
            return PictureFile.Read(input, "standard input");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"standard input: cannot be read ({error.Message}); give a {PictureFile.Formats} picture, as in: … - < picture.png", error);
        }
    }

    private static PictureSource[] OfFolder(string folder)
    {
        PictureSource[] pictures =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(PictureFile.HasExtension)
                .Order(StringComparer.Ordinal).Select(path => new PictureSource(path)),
        ];
        return pictures.Length > 0 ? pictures : [new(folder, $"{folder}: there is no {PictureFile.Formats} picture in this folder")];
    }
}
