using System.Buffers;
using System.Text;

namespace Thimble;

/// <summary>What a file is that is not a PNG picture, to say so.</summary>
internal static class FileKind
{
    /// <summary>The end of a message: what the file seems to be and what to do.</summary>
    public static string Guess(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return ": it is empty";
        string? kind = file switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "JPEG",
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "GIF",
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "WebP",
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "TIFF",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "PDF",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "HEIC, AVIF or a film",
            _ => null,
        };
        if (kind is not null)
            return $" but {kind}; convert it to PNG";
        return IsText(file) ? " but text; give a PNG picture" : "; give a PNG picture";
    }

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        const int Enough = 512;
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, Enough)];
        if (start.ContainsAnyInRange((byte)0, (byte)8))
            return false;
        while (!start.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(start, out _, out int bytes);
            // Where reading stops a character may be cut in two.
            if (status != OperationStatus.Done)
                return status == OperationStatus.NeedMoreData && file.Length > Enough;
            start = start[bytes..];
        }

        return true;
    }
}
