namespace Thimble.Files;

/// <summary>The number types of a safetensors file.</summary>
public enum SafetensorsType
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
