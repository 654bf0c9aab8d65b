namespace Thimble.Export.C;

/// <summary>What was written.</summary>
/// <param name="Header">The header's path.</param>
/// <param name="Source">The source's path.</param>
/// <param name="ConstantBytes">Bytes of constants: weights and tables. The program itself comes on top, as large as the compiler makes it.</param>
/// <param name="MemoryBytes">Bytes of static memory that is written to.</param>
public sealed record CSummary(string Header, string Source, long ConstantBytes, long MemoryBytes);
