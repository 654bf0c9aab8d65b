using System.Buffers.Binary;

namespace Thimble;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions; none for a single number.</param>
/// <param name="Data">Its numbers, little-endian, row after row.</param>
internal sealed record SafetensorsTensor(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes of one number of a type.</summary>
    public static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.U16 or SafetensorsType.I16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.U32 or SafetensorsType.I32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    /// <summary>The same numbers in another type, each rounded to the nearest. One that is too large becomes infinite in F32, and the nearest whole number in I64.</summary>
    /// <param name="type"><see cref="SafetensorsType.F32"/> or <see cref="SafetensorsType.I64"/>.</param>
    public SafetensorsTensor As(SafetensorsType type)
    {
        int from = SizeOf(Type);
        int to = SizeOf(type);
        byte[] bytes = new byte[Data.Length / from * to];
        for (int i = 0; i < Data.Length / from; i++)
        {
            double number = NumberAt(Data.Span[(i * from)..]);
            if (type == SafetensorsType.F32)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * to), (float)number);
            else
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * to), (long)number);
        }

        return this with { Type = type, Data = bytes };
    }

    private double NumberAt(ReadOnlySpan<byte> bytes) => Type switch
    {
        SafetensorsType.Bool or SafetensorsType.U8 => bytes[0],
        SafetensorsType.I8 => (sbyte)bytes[0],
        SafetensorsType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        SafetensorsType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        SafetensorsType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        SafetensorsType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        SafetensorsType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        // The upper half of a number of 32 bits.
        SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };
}

/// <summary>The number types of a safetensors file.</summary>
internal enum SafetensorsType
{
    /// <summary>A truth value in a byte.</summary>
    Bool,

    /// <summary>An unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>A signed integer of 8 bits.</summary>
    I8,

    /// <summary>An unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>A signed integer of 16 bits.</summary>
    I16,

    /// <summary>A float of 16 bits, IEEE 754.</summary>
    F16,

    /// <summary>A float of 16 bits with single precision's exponent.</summary>
    BF16,

    /// <summary>An unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>A signed integer of 32 bits.</summary>
    I32,

    /// <summary>A float of 32 bits, IEEE 754.</summary>
    F32,

    /// <summary>An unsigned integer of 64 bits.</summary>
    U64,

    /// <summary>A signed integer of 64 bits.</summary>
    I64,

    /// <summary>A float of 64 bits, IEEE 754.</summary>
    F64,
}

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal readonly record struct SafetensorsEntry(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End);
