using Thimble.Training;

namespace Thimble.Lab;

/// <summary>An epoch in plain lines, in the form that PyTorch's MNIST examples made customary.</summary>
public static class EpochLines
{
    /// <summary>How the epoch trained: <c>Epoch=3 Loss=0.05 batch_id=937 Accuracy=97.68%</c>.</summary>
    public static string Training(EpochResult epoch) =>
        $"Epoch={epoch.Epoch} Loss={epoch.LastLoss} batch_id={epoch.LastBatch} Accuracy={epoch.Training.Accuracy * 100:F2}%";

    /// <summary>How it tested: <c>Test set: Average loss: 0.0303, Accuracy: 9910/10000 (99.10%)</c>.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="split">The images that it was evaluated on: <c>test</c> or <c>validation</c>.</param>
    public static string Evaluated(EpochResult epoch, string split = Dataset.TestName) =>
        $"{char.ToUpperInvariant(split[0])}{split[1..]} set: Average loss: {epoch.Evaluated.Loss:F4}, Accuracy: {epoch.Evaluated.Correct}/{epoch.Evaluated.Count} ({epoch.Evaluated.Accuracy * 100:F2}%)";
}
