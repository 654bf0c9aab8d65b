using System.CommandLine;
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
        Option<string[]> set = SetOption.Create();
        var command = new Command("summary", "Show an experiment's network, layer by layer, without training it.") { experiment, set, wide };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble summary part3",
                "thimble summary my.yaml --wide",
                "thimble summary part3 --set network.0.conv2d.out=8",
            ]);
        command.SetAction(words =>
        {
            NetworkDefinition network = ExperimentCatalogue.Load(words.GetRequiredValue(experiment), SetOption.Read(words, set)).Network;
            environment.Output.Write(SummaryTable.Render(network, words.GetValue(wide)));
            // The wide table says how far the network sees in any case; the other is torchsummary's, to the letter.
            if (!words.GetValue(wide) && !network.ReceptiveField.Covers(network.Input))
                environment.Output.WriteLine(SummaryTable.DescribeReceptiveField(network));
            return ExitCode.Success;
        });
        return command;
    }
}
