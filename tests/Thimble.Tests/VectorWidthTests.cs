using System.Runtime.Intrinsics;

namespace Thimble.Tests;

/// <summary>What the code was compiled for, what the processor has, and the line that says so where they differ.</summary>
public class VectorWidthTests
{
    // Leaf 0 (highest leaf, "Genu" or "Auth"), leaf 1 (version, features), leaf 7 (features), leaf 0xD: what is saved in all, and the ends of parts 2 and 7.
    [Theory]
    [InlineData("Nehalem", 128, 0xB, 0x756E6547, 0x000106A5, 0x0098E3BD, 0x00000000, 0, 0, 0)]
    [InlineData("Sandy Bridge, without AVX2", 128, 0xD, 0x756E6547, 0x000206A7, 0x1FBAE3BF, 0x00000000, 832, 832, 0)]
    [InlineData("Haswell", 256, 0xD, 0x756E6547, 0x000306C3, 0x7FFAFBBF, 0x000027AB, 832, 832, 0)]
    [InlineData("Haswell, on a system that saves no 256-bit registers", 128, 0xD, 0x756E6547, 0x000306C3, 0x7FFAFBBF, 0x000027AB, 576, 832, 0)]
    [InlineData("Haswell, in a virtual machine without XSAVE", 128, 0xD, 0x756E6547, 0x000306C3, 0x73FAFBBF, 0x000027AB, 576, 832, 0)]
    [InlineData("Zen 2", 256, 0x10, 0x68747541, 0x00830F10, 0x7ED8320B, 0x219C91A9, 832, 832, 0)]
    [InlineData("Cascade Lake, which slows down for 512 bits", 256, 0x16, 0x756E6547, 0x00050657, 0x7FFEFBBF, unchecked((int)0xD39FFFFB), 2696, 832, 2688)]
    [InlineData("Ice Lake", 512, 0x1B, 0x756E6547, 0x000606A6, 0x7FFEFBBF, unchecked((int)0xF3BFFFFB), 2696, 832, 2688)]
    [InlineData("Ice Lake, on a system that saves no 512-bit registers", 256, 0x1B, 0x756E6547, 0x000606A6, 0x7FFEFBBF, unchecked((int)0xF3BFFFFB), 832, 832, 2688)]
    [InlineData("Zen 4", 512, 0x10, 0x68747541, 0x00A10F11, 0x7EFA320B, unchecked((int)0xF1BF97A9), 2440, 832, 2432)]
    public void Processors_are_told_by_what_they_say_of_themselves(
        string processor, int bits, int highestLeaf, int maker, int version, int features, int moreFeatures, int saved, int endOfHalves, int endOfRegisters)
    {
        (int Eax, int Ebx, int Ecx, int Edx) CpuId(int leaf, int part) => (leaf, part) switch
        {
            (0, _) => (highestLeaf, maker, 0, 0),
            (1, _) => (version, 0, features, 0),
            (7, _) => (0, moreFeatures, 0, 0),
            (0xD, 0) => (0, saved, 0, 0),
            (0xD, 2) => endOfHalves > 0 ? (256, endOfHalves - 256, 0, 0) : default,
            (0xD, 7) => endOfRegisters > 0 ? (1024, endOfRegisters - 1024, 0, 0) : default,
            _ => default,
        };

        Assert.True(bits == ProcessorVectors.BitsOf(CpuId), processor);
    }

    // The JIT compiles for this processor, so that the two agree unless somebody switched a part of it off.
    [Fact]
    public void What_this_processor_has_is_what_the_JIT_compiles_for()
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal)),
            "a part of the processor is switched off");

        Assert.Equal(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, ProcessorVectors.Bits);
        Assert.Equal(ProcessorVectors.Bits, VectorWidth.Bits);
        Assert.Equal($"{ProcessorVectors.Bits}-bit vectors", VectorWidth.InWords);
        Assert.Null(VectorWidth.Shortfall);
    }

    [Fact]
    public void Code_for_less_than_the_processor_has_says_what_to_compile_with()
    {
        Assert.Equal(
            "compiled for 128-bit vectors, but this processor has 256-bit vectors and fused multiply-add: networks are computed many times slower than "
                + "they could be; compile with IlcInstructionSet=x86-64-v3, or native for this processor",
            VectorWidth.ShortfallOf(compiled: 128, processor: 256));
        Assert.Contains("IlcInstructionSet=x86-64-v3", VectorWidth.ShortfallOf(compiled: 128, processor: 512), StringComparison.Ordinal);
        Assert.Equal(
            "compiled for 256-bit vectors, but this processor has 512-bit vectors; for such processors alone compile with IlcInstructionSet=x86-64-v4",
            VectorWidth.ShortfallOf(compiled: 256, processor: 512));
        Assert.StartsWith("compiled for no vectors, ", VectorWidth.ShortfallOf(compiled: 32, processor: 256), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 128)]
    [InlineData(256, 256)]
    [InlineData(512, 512)]
    [InlineData(512, 256)]
    public void Code_for_all_that_the_processor_has_says_nothing(int compiled, int processor) => Assert.Null(VectorWidth.ShortfallOf(compiled, processor));
}
