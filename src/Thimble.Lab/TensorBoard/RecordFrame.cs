using System.Buffers.Binary;
using System.Numerics;

namespace Thimble.Lab.TensorBoard;

/// <summary>
/// TensorFlow's framing of records in a file: length, checksum of the length, content, checksum of the content; all
/// little-endian. The checksums are CRC-32C, masked, because a checksum of data that holds checksums is a weak one.
/// </summary>
internal static class RecordFrame
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Writes a record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)content.Length);
        stream.Write(number);
        WriteChecksum(stream, MaskedChecksum(number));
        stream.Write(content);
        WriteChecksum(stream, MaskedChecksum(content));
    }

    /// <summary>CRC-32C (Castagnoli): RFC 3720, appendix B.4.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
            checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }

    /// <summary>The checksum as it is in a file.</summary>
    public static uint MaskedChecksum(ReadOnlySpan<byte> bytes) => unchecked(BitOperations.RotateRight(Checksum(bytes), 15) + MaskDelta);

    private static void WriteChecksum(Stream stream, uint checksum)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, checksum);
        stream.Write(number);
    }
}
