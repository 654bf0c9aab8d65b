using System.Runtime.Intrinsics.X86;

namespace Thimble;

/// <summary>The vectors that the processor has, whatever this program was compiled for.</summary>
internal static class ProcessorVectors
{
    // What .NET asks of 256 bits (in leaf 1 and leaf 7) and of 512 bits (in leaf 7), as Intel's manual numbers the features.
    private const int SavesRegisters = 1 << 27;
    private const int Avx = SavesRegisters | (1 << 28) | (1 << 12) | (1 << 22) | (1 << 23);
    private const int Avx2 = (1 << 5) | (1 << 3) | (1 << 8);
    private const int Avx512 = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);

    // Parts of the state that the system saves when it switches threads: the upper halves of 256 bits, and the last part of 512 bits.
    private const int UpperHalves = 2;
    private const int UpperRegisters = 7;

    /// <summary>Bits of the widest vectors that .NET would use here; those compiled for where only x86 can say more.</summary>
    public static int Bits => X86Base.IsSupported ? BitsOf(X86Base.CpuId) : VectorWidth.Bits;

    /// <summary>Bits of the widest vectors that .NET would use on an x86 processor.</summary>
    /// <param name="cpuId">Its CPUID instruction: leaf and part to the four registers.</param>
    public static int BitsOf(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId)
    {
        if (cpuId(0, 0).Eax < 0xD || !Has(cpuId(1, 0).Ecx, Avx) || !Has(cpuId(7, 0).Ebx, Avx2) || !Saves(cpuId, UpperHalves))
            return 128;
        return Has(cpuId(7, 0).Ebx, Avx512) && Saves(cpuId, UpperRegisters) && !SlowsDown(cpuId) ? 512 : 256;
    }

    private static bool Has(int register, int features) => (register & features) == features;

    // XGETBV is out of reach of C#, but the size of all that is saved tells: a part that is saved ends before it.
    private static bool Saves(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId, int part)
    {
        (int size, int offset, _, _) = cpuId(0xD, part);
        return size > 0 && cpuId(0xD, 0).Ebx >= offset + size;
    }

    // Skylake, Cascade Lake, Cooper Lake and Cannon Lake lower their clock for 512 bits; .NET prefers 256 there.
    private static bool SlowsDown(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuId)
    {
        const int Intel = 0x756E6547; // "Genu"
        int version = cpuId(1, 0).Eax;
        int model = ((version >> 4) & 0xF) | ((version >> 12) & 0xF0);
        return cpuId(0, 0).Ebx == Intel && ((version >> 8) & 0xF) == 6 && model is 0x55 or 0x66;
    }
}
