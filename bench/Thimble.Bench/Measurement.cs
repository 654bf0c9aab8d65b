using System.Text.Json;

namespace Thimble.Bench;

/// <summary>What one program did in one run; Thimble and its peer print the same line of JSON.</summary>
internal sealed record Measurement(double TrainImagesPerSecond, double EvaluateImagesPerSecond, double SingleImageMicroseconds)
{
    public static Measurement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new(
            root.GetProperty("train_images_per_second").GetDouble(),
            root.GetProperty("evaluate_images_per_second").GetDouble(),
            root.GetProperty("single_image_microseconds").GetDouble());
    }
}
