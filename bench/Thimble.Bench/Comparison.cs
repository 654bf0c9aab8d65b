using System.Text.Json;

namespace Thimble.Bench;

/// <summary>Runs Thimble and the PyTorch peer in turn, each in a process of its own, and prints the ratios.</summary>
internal static class Comparison
{
    private static readonly (string Name, Func<JsonElement, double> Speed)[] Figures =
    [
        ("training, images/s", steps => steps.GetProperty("train_images_per_second").GetDouble()),
        ("evaluation, images/s", steps => steps.GetProperty("evaluate_images_per_second").GetDouble()),
        ("one image, images/s", steps => 1e6 / steps.GetProperty("single_image_microseconds").GetDouble()),
    ];

    public static void Run(int[] parts, int batch, int threads, int pairs, int steps, string data, string python)
    {
        ProgramPair.PrintHead(
            $"batch {batch}, {threads} threads, median of {pairs} alternating pairs (lowest to highest), steps without data loading", "PyTorch");
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "pytorch_parts.py");
        foreach (int part in parts)
        {
            string common = $"--part {part} --batch {batch} --threads {threads} --steps {steps}";
            var pair = ProgramPair.Run(pairs, python, $"\"{script}\" --data \"{data}\" {common}", $"steps {common}");
            foreach ((string name, Func<JsonElement, double> speed) in Figures)
                pair.PrintRow($"Part {part}", name, speed);
        }
    }
}
