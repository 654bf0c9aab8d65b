using Thimble.Export.C;

namespace Thimble.Training;

/// <summary>A line of a budget that a device sets. What a network needs of it follows from the definition, before any training.</summary>
/// <param name="Name">The line: <c>ram</c>, <c>flash</c> or <c>multiply-adds</c>.</param>
/// <param name="Unit">What is counted, after the number; empty where the name says it.</param>
/// <param name="Most">The most that is allowed.</param>
/// <param name="Needed">What the network needs; null where it cannot be exported.</param>
/// <param name="Remark">What that is made of, or why it cannot be exported; may be empty.</param>
internal sealed record DeviceBound(string Name, string Unit, long Most, long? Needed, string Remark = "")
{
    private const string Bytes = " bytes";

    /// <summary>What the line is about, at the beginning of a sentence.</summary>
    public string Noun { get; init; } = "Multiply-adds";

    /// <summary>Whether what is needed is partly an estimate.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>The step that most of it is for; null where that is not said.</summary>
    public DeviceStep? Largest { get; init; }

    /// <summary>Whether the network stays within it.</summary>
    public bool IsMet => Needed <= Most;

    /// <summary>What is allowed: <c>at most 2,500 bytes</c>.</summary>
    public string Asked => $"at most {Most:N0}{Unit}";

    /// <summary>What the network needs: <c>2,460 bytes</c>.</summary>
    public string Measured => Needed is { } needed ? $"{(IsEstimate ? "about " : "")}{needed:N0}{Unit}{(Remark.Length > 0 ? $" ({Remark})" : "")}" : $"cannot be exported in 8 bits ({Remark})";

    /// <summary>The lines that a budget sets.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="network">The network.</param>
    public static IEnumerable<DeviceBound> Of(Budget budget, NetworkDefinition network)
    {
        string reason = "";
        DeviceCost? cost = budget.Ram is null && budget.Flash is null ? null : DeviceCost.Find(network, out reason);
        if (budget.Ram is { } ram)
            yield return RamOf(ram, cost, reason);
        if (budget.Flash is { } flash)
            yield return FlashOf(flash, cost, reason);
        if (budget.MultiplyAdds is { } most)
            yield return new("multiply-adds", "", most, network.MultiplyAdds);
    }

    private static DeviceBound RamOf(int most, DeviceCost? cost, string reason) =>
        new("ram", Bytes, most, cost?.RamBytes, cost is null ? reason : $"{cost.Largest.RamBytes:N0} of them {cost.Largest.InWords}") { Noun = "RAM", Largest = cost?.Largest };

    private static DeviceBound FlashOf(int most, DeviceCost? cost, string reason) =>
        new("flash", Bytes, most, cost?.FlashBytes, cost is null ? reason : $"{cost.ConstantBytes:N0} of constants, about {cost.CodeBytes:N0} of code") { Noun = "Flash", IsEstimate = true };
}
