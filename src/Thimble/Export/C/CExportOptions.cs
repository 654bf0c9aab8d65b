namespace Thimble.Export.C;

/// <summary>How a network is written as C.</summary>
/// <param name="Name">The name of the files and of what is in them: a letter, then letters, digits and underscores.</param>
/// <param name="CalibrationImages">
/// Null for single precision. Otherwise whole numbers of 8 bits, whose scales these images choose: some hundred training
/// images, channel, row, column, 0 to 255.
/// </param>
public sealed record CExportOptions(string Name, IReadOnlyList<byte[]>? CalibrationImages = null)
{
    /// <summary>A text as a name in C: what is neither a letter nor a digit becomes an underscore.</summary>
    public static string NameOf(string text)
    {
        string name = string.Concat(text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')).Trim('_');
        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : $"network_{name}".TrimEnd('_');
    }
}
