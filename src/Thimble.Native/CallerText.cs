using System.Text;
using System.Text.Unicode;

namespace Thimble.Native;

/// <summary>Texts of the caller's: UTF-8 that ends with a 0.</summary>
internal static unsafe class CallerText
{
    /// <summary>Copies a text into the caller's buffer, as C's snprintf does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffer">The buffer; may be null where its size is 0.</param>
    /// <param name="size">Bytes of the buffer. What does not fit is cut off between two characters.</param>
    /// <returns>The whole text's length in bytes, without the 0.</returns>
    public static nuint Copy(string text, byte* buffer, nuint size)
    {
        if (buffer is not null && size > 0)
        {
            var room = new Span<byte>(buffer, (int)Math.Min(size - 1, int.MaxValue));
            _ = Utf8.FromUtf16(text, room, out _, out int written);
            buffer[written] = 0;
        }

        return (nuint)Encoding.UTF8.GetByteCount(text);
    }
}
