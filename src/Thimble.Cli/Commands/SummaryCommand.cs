using System.CommandLine;
using Thimble.Cli.Display;
using Thimble.Cli.Options;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble summary EXPERIMENT</c>.</summary>
internal static class SummaryCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var experiment = ExperimentArgument.Create();
        var wide = new Option<bool>("--wide") { Description = "Also receptive field, stride, kernel and multiply-adds of each layer." };
        var device = new Option<bool>("--device") { Description = "RAM, flash and multiply-adds of each layer as C in 8 bits, before training." };
        Option<string[]> set = SetOption.Create();
        var command = new Command("summary", "Show an experiment's network, layer by layer, without training it.") { experiment, set, wide, device };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble summary part3",
                "thimble summary my.yaml --wide",
                "thimble summary under10k --device",
                "thimble summary part3 --set network.0.conv2d.out=8",
            ]);
        command.SetAction(words =>
        {
            Experiment loaded = ExperimentCatalogue.Load(words.GetRequiredValue(experiment), SetOption.Read(words, set));
            if (words.GetValue(device))
            {
                DeviceDisplay.Show(environment, loaded);
                return ExitCode.Success;
            }

            NetworkDefinition network = loaded.Network;
            environment.Output.Write(SummaryTable.Render(network, words.GetValue(wide)));
            // The wide table says how far the network sees in any case; the other is torchsummary's, to the letter.
            if (!words.GetValue(wide) && !network.ReceptiveField.Covers(network.Input))
                environment.Output.WriteLine(SummaryTable.DescribeReceptiveField(network));
            return ExitCode.Success;
        });
        return command;
    }
}
