#:project ../src/Thimble/Thimble.csproj
#:property PublishAot=false

// The assignment's last network, trained on MNIST: dotnet run examples/part3.cs -- [folder with MNIST's files]
using Thimble;
using Thimble.Layers;
using Thimble.Training;

var definition = new NetworkDefinition(new Shape(1, 28, 28), [
    .. Block(10, kernel: 3, padding: 1), .. Block(16, kernel: 3, padding: 1), new MaxPool2d(2),
    .. Block(8, kernel: 1), .. Block(16, kernel: 3, padding: 1), .. Block(16, kernel: 3, padding: 1), .. Block(16, kernel: 3, padding: 1), new MaxPool2d(2),
    .. Block(8, kernel: 1), .. Block(10, kernel: 3), .. Block(16, kernel: 3), new Conv2d(10, kernelSize: 1), new AvgPool2d(3)]);

Dataset data = new DatasetCatalogue().Open("mnist", args.FirstOrDefault());
var network = new Network(definition, seed: 1);
var recipe = new Recipe
{
    Epochs = 15,
    Optimizer = new SgdOptions { LearningRate = 0.1, Momentum = 0.9, Nesterov = true, WeightDecay = 0.0005 },
    Schedule = new StepLR(StepSize: 4, Gamma: 0.3),
    Augmentation = new AugmentationOptions(RotationDegrees: 10, ShiftPixels: 1, ScaleFraction: 0.1f, ShearDegrees: 5),
};

using var trainer = new Trainer(network, recipe, data);
TrainingResult result = trainer.Run(new Log());
var budget = new Budget(Accuracy: 0.994, ParametersBelow: 10_000, Epochs: 15);
Console.WriteLine(Verdict.Judge(budget, definition, result));

static Layer[] Block(int channels, int kernel, int padding = 0) =>
    [new Conv2d(channels, kernel, padding: padding), new ReLU(), new BatchNorm2d(), new Dropout2d(0.05f)];

internal sealed class Log : ITrainingObserver
{
    public void OnEpoch(EpochResult epoch, Network network) =>
        Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Training.Loss:F4}, test accuracy {epoch.Evaluated.Accuracy:P2}");
}
