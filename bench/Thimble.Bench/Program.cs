using System.CommandLine;
using Thimble.Bench;

var part = new Option<int>("--part") { DefaultValueFactory = _ => 3, Description = "The assignment's network: 1, 2 or 3." };
var parts = new Option<int[]>("--parts") { DefaultValueFactory = _ => [3, 2, 1], AllowMultipleArgumentsPerToken = true, Description = "The networks to compare." };
var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64, Description = "Images a step." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2, Description = "Threads." };
var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 60, Description = "Training steps to time." };
var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 5, Description = "Alternating pairs of runs." };
var data = new Option<string>("--data") { Required = true, Description = "The folder with MNIST's files, for the peer." };
var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3", Description = "A Python with PyTorch." };

var stepsCommand = new Command("steps", "Times Thimble alone and prints a line of JSON.") { part, batch, threads, steps };
stepsCommand.SetAction(parsed => Console.WriteLine(StepTimer.Run(
    parsed.GetValue(part), parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(steps))));

var compareCommand = new Command("compare", "Times Thimble and PyTorch in turn and prints the ratios.") { parts, batch, threads, steps, pairs, data, python };
compareCommand.SetAction(parsed => Comparison.Run(
    parsed.GetValue(parts)!, parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(pairs),
    parsed.GetValue(steps), parsed.GetValue(data)!, parsed.GetValue(python)!));

var limitCommand = new Command("limit", "Measures what the processor can do, and how much of that each layer of each network does.") { parts, batch, steps };
limitCommand.SetAction(parsed => Roofline.Run(parsed.GetValue(parts)!, parsed.GetValue(batch), parsed.GetValue(steps)));

return new RootCommand("Thimble's benchmarks.") { stepsCommand, compareCommand, limitCommand }.Parse(args).Invoke();
