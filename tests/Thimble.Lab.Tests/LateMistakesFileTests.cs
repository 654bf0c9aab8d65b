using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>What late epochs got wrong survives a stop.</summary>
public class LateMistakesFileTests
{
    [Fact]
    public void A_checkpoint_keeps_them_and_one_without_is_read()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("thimble-").FullName, "checkpoint.safetensors");
        var plain = new TrainingCheckpoint(5, [1, 2], [], 7, [], 3, null);
        TrainingCheckpoint late = plain with { LateMistakes = new(2, [new(3, 255, 0.75f), new(70_000, 1, 0.9f)]) };

        CheckpointFile.Write(path, late, [1], "1.0");
        LateMistakes read = CheckpointFile.Read(path, [1]).Checkpoint.LateMistakes!;
        CheckpointFile.Write(path, plain, [1], "1.0");

        Assert.Equal(late.LateMistakes!.Images, read.Images);
        Assert.Equal(2, read.Epochs);
        Assert.Null(CheckpointFile.Read(path, [1]).Checkpoint.LateMistakes);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }
}
