using System.Text;

namespace Thimble.Lab.TensorBoard;

/// <summary>
/// TensorBoard's Event as protocol buffers have it, as far as scalars need it (tensorflow/core/util/event.proto and
/// summary.proto): five fields of three kinds, so a library would be longer than this.
/// </summary>
internal static class EventMessage
{
    private const string Version = "brain.Event:2";

    // A field's key is its number times 8, plus how its value is stored: 0 varint, 1 eight bytes, 2 length first, 5 four bytes.
    private const byte WallTime = (1 << 3) | 1;
    private const byte Step = (2 << 3) | 0;
    private const byte FileVersion = (3 << 3) | 2;
    private const byte Summary = (5 << 3) | 2;
    private const byte SummaryValue = (1 << 3) | 2;
    private const byte Tag = (1 << 3) | 2;
    private const byte SimpleValue = (2 << 3) | 5;

    /// <summary>The event that a file begins with.</summary>
    public static byte[] First(DateTimeOffset time) => Event(time, step: 0, FileVersion, Encoding.UTF8.GetBytes(Version));

    /// <summary>Scalars of one step.</summary>
    public static byte[] Scalars(DateTimeOffset time, long step, IEnumerable<KeyValuePair<string, double>> scalars)
    {
        using var summary = new MemoryStream();
        foreach ((string tag, double value) in scalars)
            WriteField(summary, SummaryValue, Scalar(tag, (float)value));
        return Event(time, step, Summary, summary.ToArray());
    }

    private static byte[] Event(DateTimeOffset time, long step, byte field, byte[] content)
    {
        using var message = new MemoryStream();
        message.WriteByte(WallTime);
        message.Write(LittleEndian(BitConverter.GetBytes(time.ToUnixTimeMilliseconds() / 1000.0)));
        message.WriteByte(Step);
        WriteVariable(message, (ulong)step);
        WriteField(message, field, content);
        return message.ToArray();
    }

    private static byte[] Scalar(string tag, float value)
    {
        using var message = new MemoryStream();
        WriteField(message, Tag, Encoding.UTF8.GetBytes(tag));
        message.WriteByte(SimpleValue);
        message.Write(LittleEndian(BitConverter.GetBytes(value)));
        return message.ToArray();
    }

    private static void WriteField(MemoryStream message, byte key, byte[] content)
    {
        message.WriteByte(key);
        WriteVariable(message, (ulong)content.Length);
        message.Write(content);
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private static void WriteVariable(MemoryStream message, ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }

    private static byte[] LittleEndian(byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
            Array.Reverse(bytes);
        return bytes;
    }
}
