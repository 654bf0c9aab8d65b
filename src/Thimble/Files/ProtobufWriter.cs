using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Thimble;

/// <summary>
/// Writes a protocol buffers message field by field, as far as ONNX and TensorBoard need it: whole numbers, floats, text,
/// bytes and messages within messages.
/// </summary>
/// <remarks>
/// A field begins with its number times 8 plus how its value is stored (0 variable length, 1 eight bytes, 2 length first,
/// 5 four bytes): protobuf.dev/programming-guides/encoding. The schemas needed here have a dozen fields, so a library
/// with generated classes would be longer than this.
/// </remarks>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Writes a whole number that is not negative.</summary>
    public ProtobufWriter Integer(int field, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Key(field, 0);
        Variable((ulong)value);
        return this;
    }

    /// <summary>Writes a single-precision number.</summary>
    public ProtobufWriter Single(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Key(field, 5);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Writes a double-precision number.</summary>
    public ProtobufWriter Double(int field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Key(field, 1);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Writes bytes.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, 2);
        Variable((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Writes text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a message.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.ToArray());

    /// <summary>Writes several messages of one field.</summary>
    public ProtobufWriter Messages(int field, IEnumerable<ProtobufWriter> values)
    {
        foreach (ProtobufWriter value in values)
            Message(field, value);
        return this;
    }

    /// <summary>The message.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Key(int field, int kind) => Variable(((ulong)field << 3) | (uint)kind);

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void Variable(ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            _bytes.Write([(byte)(value | 0x80)]);
        _bytes.Write([(byte)value]);
    }
}
