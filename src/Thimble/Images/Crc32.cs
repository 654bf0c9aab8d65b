namespace Thimble;

/// <summary>The checksum of PNG's chunks and of zip's files: the cyclic redundancy check of ISO 3309, polynomial 0xEDB88320.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Continue(uint.MaxValue, data);

    /// <summary>The checksum of some bytes and those that follow them.</summary>
    public static uint Of(ReadOnlySpan<byte> data, ReadOnlySpan<byte> rest) => ~Continue(Continue(uint.MaxValue, data), rest);

    private static uint Continue(uint remainder, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
            remainder = (remainder >> 8) ^ Table[(byte)(remainder ^ value)];
        return remainder;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        return value;
    }
}
