using Spectre.Console;
using Thimble.Export.C;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>What a network needs on a device, as C in 8 bits, before it is trained.</summary>
internal static class DeviceDisplay
{
    /// <summary>Shows it, layer by layer.</summary>
    /// <exception cref="InvalidInputException">The network cannot be exported in 8 bits.</exception>
    public static void Show(CommandEnvironment environment, Experiment experiment)
    {
        var cost = DeviceCost.Of(experiment.Network);
        var table = new TextTable(
            new("Layer", 0), new("Output", 4), new("Rows kept", 5, IsNumber: true), new("RAM", 1, IsNumber: true), new("Flash", 2, IsNumber: true), new("Multiply-adds", 3, IsNumber: true));
        foreach (DeviceStep step in cost.Steps)
            table.Add(step.Label, $"{step.Output}", $"{step.Rows:N0}", $"{step.RamBytes:N0}", $"{step.TableBytes:N0}", $"{step.MultiplyAdds:N0}");
        table.Show(environment);
        environment.Console.WriteLine();
        LabelledLine.Write(environment, "RAM", $"{cost.RamBytes:N0} bytes: {cost.RowBytes:N0} of rows{TakingTurns(cost)}, {cost.RamBytes - cost.RowBytes:N0} of sums and counters; the stack comes on top");
        LabelledLine.Write(environment, "Largest", $"{cost.Largest.RamBytes:N0} bytes, {cost.Largest.InWords}");
        LabelledLine.Write(environment, "Flash", $"about {cost.FlashBytes:N0} bytes: {cost.ConstantBytes:N0} of constants, {TableOfSteps(cost):N0} of them the table of steps, and about {cost.CodeBytes:N0} of code, an estimate for a Cortex-M (GCC, -O2)");
        LabelledLine.Write(environment, "Work", $"{cost.MultiplyAdds:N0} multiply-adds of one image");
        foreach (DeviceBound bound in DeviceBound.Of(experiment.Budget, experiment.Network))
            LabelledLine.Write(environment, "Budget", $"{bound.Name} {bound.Asked}: {(bound.IsMet ? "met" : "missed")}");
        environment.Output.WriteLine("As C in 8 bits. A layer that is not listed is done by the one before it and needs nothing of its own.");
    }

    private static string TakingTurns(DeviceCost cost) => cost.Steps.Sum(step => step.RamBytes) > cost.RowBytes ? ", some of which take turns" : "";

    private static long TableOfSteps(DeviceCost cost) => cost.ConstantBytes - cost.Steps.Sum(step => step.TableBytes);
}
