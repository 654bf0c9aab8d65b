#:project ../src/Thimble/Thimble.csproj
#:property PublishAot=false

// Train, save, load, classify, without any file of data: dotnet run examples/train.cs
using Thimble;
using Thimble.Layers;
using Thimble.Training;

var definition = new NetworkDefinition(new Shape(1, 28, 28), [
    new Conv2d(8, kernelSize: 3, padding: 1), new BatchNorm2d(), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, kernelSize: 3, padding: 1), new BatchNorm2d(), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(10)]);
Dataset digits = SyntheticDigits.Create(trainCount: 4000, testCount: 1000);
var network = new Network(definition, seed: 1);
var recipe = new Recipe { Epochs = 4, Optimizer = new SgdOptions { LearningRate = 0.05, Momentum = 0.9 } };
using var trainer = new Trainer(network, recipe, digits);
Console.WriteLine($"test accuracy {trainer.Run().Final!.Evaluated.Accuracy:P1} with {definition.ParameterCount:N0} parameters");

string file = Path.Combine(Path.GetTempPath(), "digits-of-mine.safetensors");
new TrainedNetwork(network, new NetworkDescription(definition, digits.Normalization, digits.Name, preparation: digits.Preparation)).Save(file);

using var classifier = Classifier.Load(file);
Classification first = classifier.Classify(digits.Evaluated.Pixels(0));
Console.WriteLine($"the first test digit is {digits.Evaluated.Label(0)}, predicted as {first.Class} ({first.Probability:P1})");
