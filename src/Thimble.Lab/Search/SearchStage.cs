namespace Thimble.Lab.Search;

/// <summary>A round of a search: the trials that came so far are trained alike, and the best of them continue.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Epochs">The epochs of every run; null for each experiment's own.</param>
/// <param name="Seeds">The seeds of every trial.</param>
/// <param name="IsFinal">Whether it is the last one, in which the finalists are trained in full.</param>
public sealed record SearchStage(int Index, int? Epochs, IReadOnlyList<ulong> Seeds, bool IsFinal)
{
    /// <summary>The round's name: <c>rung 1</c>, or <c>final</c>.</summary>
    public string Name => IsFinal ? "final" : $"rung {Index + 1}";
}
