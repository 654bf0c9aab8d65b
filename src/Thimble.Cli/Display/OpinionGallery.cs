using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>Test images side by side, each with what it was predicted as.</summary>
internal static class OpinionGallery
{
    private const int Gap = 2;
    private const int MostMistakes = 2;

    /// <summary>Chooses and shows images: right ones of different classes, then mistakes if there are any.</summary>
    public static void Show(CommandEnvironment environment, ImageDataset images, IReadOnlyList<Prediction> predictions)
    {
        IAnsiConsole console = environment.Console;
        int perRow = environment.IsTerminal ? Math.Clamp((console.Profile.Width - 1 + Gap) / (TextPicture.Width + Gap), 1, 6) : 4;
        IReadOnlyList<Prediction> chosen = Choose(predictions, Math.Max(4, 2 * perRow));
        bool hasColours = TextPicture.HasShades(console);
        foreach (Prediction[] row in chosen.Chunk(perRow))
        {
            TextPicture[] pictures = [.. row.Select(prediction => TextPicture.Of(images, prediction.Index))];
            for (int line = 0; line < pictures[0].LineCount; line++)
            {
                console.MarkupLine(string.Join(
                    new string(' ', Gap),
                    pictures.Select(picture => hasColours ? picture.Markup(line) : Markup.Escape(picture.Text(line)))).TrimEnd());
            }

            console.MarkupLine(string.Join(new string(' ', Gap), row.Select(Caption)).TrimEnd());
            console.WriteLine();
        }
    }

    /// <summary>The surest mistakes are the most telling ones; the right ones are the first of each class.</summary>
    private static List<Prediction> Choose(IReadOnlyList<Prediction> predictions, int count)
    {
        Prediction[] mistakes = [.. predictions.Where(prediction => !prediction.IsRight)
            .OrderByDescending(prediction => prediction.Probability).Take(MostMistakes)];
        IEnumerable<Prediction> right = predictions.Where(prediction => prediction.IsRight)
            .DistinctBy(prediction => prediction.Label).OrderBy(prediction => prediction.Label).Take(count - mistakes.Length);
        return [.. right, .. mistakes];
    }

    private static string Caption(Prediction prediction)
    {
        string text = prediction.IsRight
            ? $"{prediction.Class}  {Percent(prediction)}  right"
            : $"{prediction.Class}  {Percent(prediction)}  is {prediction.Label}!";
        string colour = prediction.IsRight ? "green" : "red";
        return $"[{colour}]{text}[/]{new string(' ', Math.Max(0, TextPicture.Width - text.Length))}";
    }

    /// <summary>Rounded down: almost certain is not certain.</summary>
    private static string Percent(Prediction prediction) => $"{Math.Floor(prediction.Probability * 1000) / 10:0.0}%";
}
