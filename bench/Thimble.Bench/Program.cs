using System.CommandLine;
using Thimble.Bench;
using Thimble.Kernels;
using Thimble.Lab;

// Every command but "tiles", which compares them, can be run with tiles of four; the program itself has no such switch.
if (Environment.GetEnvironmentVariable("THIMBLE_TILES_OF_FOUR") == "1")
    KernelSet.Best.AllowsTilesOfFour = true;

var parts = new Option<int[]>("--parts") { DefaultValueFactory = _ => [3, 2, 1], AllowMultipleArgumentsPerToken = true, Description = "The networks to compare." };
var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64, Description = "Images a step." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2, Description = "Threads." };
var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 60, Description = "Training steps to time." };
var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 5, Description = "Alternating pairs of runs." };
var data = new Option<string>("--data") { Required = true, Description = "The folder with MNIST's files, for the peer." };
var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3", Description = "A Python with PyTorch." };

var experiment = new Option<string>("--experiment") { DefaultValueFactory = _ => "part3", Description = "The built-in experiment whose network is timed." };
var stepsCommand = new Command("steps", "Times Thimble alone and prints a line of JSON.") { experiment, batch, threads, steps };
stepsCommand.SetAction(parsed => Console.WriteLine(StepTimer.Run(
    parsed.GetValue(experiment)!, parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(steps))));

var compareCommand = new Command("compare", "Times Thimble and PyTorch in turn and prints the ratios.") { parts, batch, threads, steps, pairs, data, python };
compareCommand.SetAction(parsed => Comparison.Run(
    parsed.GetValue(parts)!, parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(pairs),
    parsed.GetValue(steps), parsed.GetValue(data)!, parsed.GetValue(python)!));

var experiments = new Option<string[]>("--experiments") { DefaultValueFactory = _ => ["part3", "part2", "part1"], AllowMultipleArgumentsPerToken = true, Description = "The built-in experiments whose networks are measured." };
var limitCommand = new Command("limit", "Measures what the processor can do, and how much of that each layer of each network does.") { experiments, batch, steps };
limitCommand.SetAction(parsed => Roofline.Run(parsed.GetValue(experiments)!, parsed.GetValue(batch), parsed.GetValue(steps)));

var images = new Option<int>("--images") { DefaultValueFactory = _ => 20_000, Description = "Training images." };
var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 2, Description = "Epochs." };
var seeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 5, Description = "Seeds." };
var thimble = new Option<string>("--thimble") { Required = true, Description = "The program, built or published." };
var filter = new Option<string>("--filter") { DefaultValueFactory = _ => "*", Description = "Which benchmarks, by name." };

var threadsCommand = new Command("threads", "Times training steps on one thread and on two in turn, and counts what a step allocates.") { parts, batch, steps, pairs };
threadsCommand.SetAction(parsed => ThreadComparison.Run(
    parsed.GetValue(parts)!, parsed.GetValue(batch), parsed.GetValue(steps), parsed.GetValue(pairs)));

var epochCommand = new Command("epoch", "Times a whole training epoch against bare training steps of the same batches.") { parts, threads, images, pairs };
epochCommand.SetAction(parsed => EpochComparison.Run(
    parsed.GetValue(parts)!, parsed.GetValue(threads), parsed.GetValue(images), parsed.GetValue(pairs)));

var augmentationCommand = new Command("augmentation", "Times each kind of augmentation beside a training step of a small network.") { pairs };
augmentationCommand.SetAction(parsed => AugmentationTimes.Run(parsed.GetValue(pairs)));

var memoryCommand = new Command("memory", "Measures the most memory that training takes, here and in PyTorch.") { parts, thimble, data, python };
memoryCommand.SetAction(parsed => MemoryComparison.Run(
    parsed.GetValue(parts)!, parsed.GetValue(thimble)!, parsed.GetValue(data)!, parsed.GetValue(python)!));

var tilesOfFour = new Option<bool>("--tiles-of-four") { Description = "Compare tiles of 4×4 where they are used, not every 3×3 by tiles of 2×2." };
var winogradCommand = new Command("winograd", "Trains with and without Winograd and compares the accuracies.") { experiment, tilesOfFour, seeds, images, epochs, threads, data };
winogradCommand.SetAction(parsed => WinogradAccuracy.Run(
    parsed.GetValue(experiment)!, parsed.GetValue(tilesOfFour), parsed.GetValue(seeds), parsed.GetValue(images), parsed.GetValue(epochs), parsed.GetValue(threads), parsed.GetValue(data)!));

var tileExperiments = new Option<string[]>("--experiments") { DefaultValueFactory = _ => ["part3", "part2", "under10k", "resnet8"], AllowMultipleArgumentsPerToken = true, Description = "The built-in experiments whose networks are timed." };
var tileSteps = new Option<int>("--steps") { DefaultValueFactory = _ => 4, Description = "Training steps a try." };
var tilePairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 15, Description = "Alternating pairs of tries." };
var convolutions = new Option<string[]>("--convolutions")
{
    DefaultValueFactory = _ => ["10 16 28", "16 16 14", "8 16 14", "16 16 7", "32 32 16", "32 64 28", "64 128 28"],
    AllowMultipleArgumentsPerToken = true,
    Description = "Input channels, output channels and image size of convolutions to time: \"16 16 14\".",
};
var tilesCommand = new Command("tiles", "Times convolutions and whole networks with and without tiles of 4×4, in turn.") { tileExperiments, convolutions, batch, tileSteps, tilePairs };
tilesCommand.SetAction(parsed =>
{
    TileKernels.Run(parsed.GetValue(convolutions)!, parsed.GetValue(tilePairs));
    Console.WriteLine();
    TileTimes.Run(parsed.GetValue(tileExperiments)!, parsed.GetValue(batch), parsed.GetValue(tileSteps), parsed.GetValue(tilePairs));
});

var benchmarksCommand = new Command("benchmarks", "Runs BenchmarkDotNet on kernels and training steps.") { filter };
benchmarksCommand.SetAction(parsed => Benchmarks.Run(parsed.GetValue(filter)!));

var run = new Argument<string>("RUN") { Description = "A run's folder, its name, or a weights file." };
var answersBatch = new Option<int>("--batch") { DefaultValueFactory = _ => 1000, Description = "Images a batch." };
var answerCommand = new Command("answer", "Times a trained network in the library's Classifier and prints a line of JSON.") { run, answersBatch, threads };
answerCommand.SetAction(parsed => Console.WriteLine(AnswerTimer.Run(
    TrainedNetworks.Load(parsed.GetRequiredValue(run)), parsed.GetValue(answersBatch), parsed.GetValue(threads))));

var runs = new Argument<string[]>("RUN") { Arity = ArgumentArity.OneOrMore, Description = "Trained networks: NAME=RUN, or a run's folder or name, or a weights file." };
var modules = new Option<string>("--modules") { Required = true, Description = "The folder in which npm installed onnxruntime-node." };
var node = new Option<string>("--node") { DefaultValueFactory = _ => "node", Description = "The program that runs JavaScript." };
var answersCommand = new Command("answers", "Times trained networks in Thimble and in ONNX Runtime in turn and prints the ratios.") { runs, answersBatch, threads, pairs, modules, node };
answersCommand.SetAction(parsed => AnswerComparison.Run(
    parsed.GetRequiredValue(runs), parsed.GetValue(answersBatch), parsed.GetValue(threads), parsed.GetValue(pairs),
    parsed.GetRequiredValue(modules), parsed.GetValue(node)!));

var adviceSeeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 3, Description = "Seeds." };
var finding = new Option<string>("--finding") { DefaultValueFactory = _ => "", Description = "Only findings whose id contains this." };
var adviceCommand = new Command("advice", "Follows the advice of findings and prints what it is worth in test accuracy.") { adviceSeeds, finding };
adviceCommand.SetAction(parsed => AdviceExperiments.Run(parsed.GetValue(adviceSeeds), parsed.GetValue(finding)!));

var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.ZeroOrMore, Description = "Experiments on your own data, as 'thimble new' writes them." };
var testImages = new Option<int>("--test-images") { DefaultValueFactory = _ => 10_000, Description = "Test images." };
var rateEpochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 3, Description = "Epochs of each training." };
var rateSeeds = new Option<int>("--seeds") { DefaultValueFactory = _ => 2, Description = "Seeds." };
var mnist = new Option<string?>("--data") { Description = "The folder with MNIST's files; looked for as Thimble does if left out." };
var builtIn = new Option<string>("--experiment") { DefaultValueFactory = _ => "", Description = "Only built-in experiments whose name contains this; '-' for none." };
var ratesCommand = new Command("rates", "Trains at the suggested learning rate and at a grid around it, and says whether the suggestion is good.") { files, images, testImages, rateEpochs, rateSeeds, mnist, builtIn };
ratesCommand.SetAction(parsed => RateExperiments.Run(
    RateCases.All(parsed.GetValue(builtIn)!, parsed.GetValue(files)!, parsed.GetValue(mnist)),
    new(parsed.GetValue(images), parsed.GetValue(testImages), parsed.GetValue(rateEpochs), parsed.GetValue(rateSeeds))));

return new RootCommand("Thimble's benchmarks.")
{
    stepsCommand, compareCommand, limitCommand, threadsCommand, epochCommand, memoryCommand, winogradCommand, tilesCommand, benchmarksCommand,
    answerCommand, answersCommand, adviceCommand, augmentationCommand, ratesCommand,
}.Parse(args).Invoke();
