using System.Buffers.Binary;
using System.Text;

namespace Thimble.Lab.Tests.TensorBoard;

/// <summary>Reads event files by the formats' descriptions alone, with a bit-by-bit checksum of its own.</summary>
internal static class EventReader
{
    public static List<(long Step, string? Version, Dictionary<string, float> Scalars, bool IsRestart)> Read(byte[] file)
    {
        var events = new List<(long, string?, Dictionary<string, float>, bool)>();
        for (int place = 0; place < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(place));
            CheckSum(file.AsSpan(place, 8), file.AsSpan(place + 8, 4));
            CheckSum(file.AsSpan(place + 12, length), file.AsSpan(place + 12 + length, 4));
            events.Add(Event(file.AsSpan(place + 12, length)));
            place += length + 16;
        }

        return events;
    }

    private static void CheckSum(ReadOnlySpan<byte> content, ReadOnlySpan<byte> stored)
    {
        uint crc = 0xffffffff;
        foreach (byte value in content)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        crc = ~crc;
        Assert.Equal(((crc >> 15) | (crc << 17)) + 0xa282ead8, BinaryPrimitives.ReadUInt32LittleEndian(stored));
    }

    private static (long Step, string? Version, Dictionary<string, float> Scalars, bool IsRestart) Event(ReadOnlySpan<byte> message)
    {
        long step = 0;
        string? version = null;
        bool isRestart = false;
        var scalars = new Dictionary<string, float>();
        while (!message.IsEmpty)
        {
            (int field, ulong number, byte[] content) = Field(ref message);
            if (field == 2)
                step = (long)number;
            else if (field == 3)
                version = Encoding.UTF8.GetString(content);
            else if (field == 5)
                Summary(content, scalars);
            // SessionLog with its status (field 1) START (1).
            else if (field == 7)
                isRestart = content.SequenceEqual((byte[])[0x08, 0x01]);
        }

        return (step, version, scalars, isRestart);
    }

    private static void Summary(ReadOnlySpan<byte> message, Dictionary<string, float> scalars)
    {
        while (!message.IsEmpty)
        {
            ReadOnlySpan<byte> value = Field(ref message).Content;
            string tag = Encoding.UTF8.GetString(Field(ref value).Content);
            scalars.Add(tag, BitConverter.ToSingle(Field(ref value).Content));
        }
    }

    private static (int Field, ulong Number, byte[] Content) Field(ref ReadOnlySpan<byte> message)
    {
        ulong key = Variable(ref message);
        int length = (key & 7) switch
        {
            0 => 0,
            1 => 8,
            2 => (int)Variable(ref message),
            5 => 4,
            _ => throw new InvalidDataException($"wire type {key & 7}"),
        };
        ulong number = (key & 7) == 0 ? Variable(ref message) : 0;
        byte[] content = message[..length].ToArray();
        message = message[length..];
        return ((int)(key >> 3), number, content);
    }

    private static ulong Variable(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
