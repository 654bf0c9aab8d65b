using Thimble.Training;

namespace Thimble.Tests.Golden;

/// <summary>State dicts that PyTorch saved, and what PyTorch makes of a thousand images with them: tests/golden/exchange.py.</summary>
public sealed class ExchangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_network_of_PyTorchs_gives_its_logits_here(int part)
    {
        GoldenCase golden = GoldenCase.Load("exchange")[$"part {part}"];
        TrainedNetwork trained = Load(part, golden);
        using var evaluator = new Evaluator(trained.Network, threads: 1);

        float[] logits = evaluator.Logits(golden.BuildBatch());

        float[] expected = GoldenFile.Tensors("exchange")[$"part {part}/logits"];
        Assert.Equal(1000 * 10, expected.Length);
        Assert.All(expected.Zip(logits), pair => Assert.InRange(pair.Second - pair.First, -1e-5f, 1e-5f));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void What_PyTorch_saved_is_saved_again_to_the_bit(int part)
    {
        TrainedNetwork trained = Load(part, GoldenCase.Load("exchange")[$"part {part}"]);
        string path = Path.Combine(_folder, "again.safetensors");

        trained.Save(path);

        Dictionary<string, SafetensorsTensor> again = SafetensorsFile.Read(path).Tensors.ToDictionary(tensor => tensor.Name);
        SafetensorsFile saved = SafetensorsFile.Read(PathOf(part));
        Assert.Equal(saved.Tensors.Count, again.Count);
        foreach (SafetensorsTensor tensor in saved.Tensors)
        {
            Assert.Equal(tensor.Type, again[tensor.Name].Type);
            Assert.Equal(tensor.Shape, again[tensor.Name].Shape);
            Assert.Equal(tensor.Data.ToArray(), again[tensor.Name].Data.ToArray());
        }
    }

    [Fact]
    public void A_network_of_PyTorchs_trains_on_here()
    {
        TrainedNetwork trained = Load(3, GoldenCase.Load("exchange")["part 3"]);
        Dataset digits = SyntheticDigits.Create(trainCount: 640, testCount: 100);
        var recipe = new Recipe { Epochs = 2, BatchSize = 32, Optimizer = new SgdOptions { LearningRate = 0.05, Momentum = 0.9 } };
        using var trainer = new Trainer(trained.Network, recipe, digits, new TrainerOptions(Seed: 1, Threads: 1));

        TrainingResult result = trainer.Run();

        // It continues counting batches where PyTorch stopped.
        Assert.Equal(40 + (2 * 20), trained.Network.BatchesTracked);
        Assert.True(result.Epochs[1].Training.Loss < result.Epochs[0].Training.Loss);
    }

    private static TrainedNetwork Load(int part, GoldenCase golden) =>
        TrainedNetwork.Load(PathOf(part), new NetworkDescription(golden.Definition, Normalization.Mnist, "mnist"));

    private static string PathOf(int part) => Path.Combine(AppContext.BaseDirectory, "golden", $"exchange_part{part}.safetensors");
}
