using Spectre.Console;
using Thimble.Cli.Options;

namespace Thimble.Cli.Display;

/// <summary>What pictures show, for people: a line a picture, and below each other what the network saw.</summary>
internal static class RecognitionDisplay
{
    private const int Gap = 2;

    /// <summary>Shows answers; the pictures that were refused have been told of.</summary>
    public static void Show(CommandEnvironment environment, Shape shape, IReadOnlyList<RecognizedPicture> pictures, PredictSettings settings)
    {
        RecognizedPicture[] answered = [.. pictures.Where(picture => picture.Prepared is not null)];
        if (answered.Length == 0)
            return;
        if (settings.IsShown)
            Draw(environment, shape, answered);
        TextColumn[] others = [.. Enumerable.Range(2, answered.Max(picture => picture.Opinions.Count) - 1).Select(place => new TextColumn($"{Ordinal(place)}", Rank: place + 1))];
        var table = new TextTable([new("image", Rank: 0, IsFlexible: true), new("shows", Rank: 1), new("confidence", Rank: 2, IsNumber: true), .. others]);
        foreach (RecognizedPicture picture in answered)
        {
            NamedOpinion first = picture.Opinions[0];
            table.Add([picture.Name, picture.IsRecognized ? first.Name : $"unknown (nearest: {first.Name})", picture.IsRecognized ? first.Percent : "", .. picture.Opinions.Skip(1).Select(other => $"{other.Name} {other.Percent}")]);
        }

        table.Show(environment);
    }

    private static void Draw(CommandEnvironment environment, Shape shape, RecognizedPicture[] pictures)
    {
        IAnsiConsole console = environment.Console;
        int perRow = environment.IsTerminal ? Math.Clamp((console.Profile.Width - 1 + Gap) / (TextPicture.Width + Gap), 1, 6) : 4;
        bool hasColours = TextPicture.HasShades(console);
        foreach (RecognizedPicture[] row in pictures.Chunk(perRow))
        {
            byte[] pixels = [.. row.SelectMany(picture => picture.Prepared!.Pixels)];
            var images = new ImageDataset("predict", "", shape, classCount: 1, pixels, new byte[row.Length]);
            TextPicture[] drawn = [.. row.Select((_, index) => TextPicture.Of(images, index))];
            for (int line = 0; line < drawn[0].LineCount; line++)
                console.MarkupLine(string.Join(new string(' ', Gap), drawn.Select(picture => hasColours ? picture.Markup(line) : Markup.Escape(picture.Text(line)))).TrimEnd());
            console.MarkupLine(string.Join(new string(' ', Gap), row.Select(picture => Caption(picture, console))).TrimEnd());
            console.WriteLine();
        }
    }

    private static string Caption(RecognizedPicture picture, IAnsiConsole console)
    {
        string name = Path.GetFileName(picture.Name);
        string answer = picture.IsRecognized ? picture.Opinions[0].Name : "unknown";
        int room = TextPicture.Width - answer.Length - 2;
        if (name.Length > room)
            name = $"{name[..Math.Max(1, room - 1)]}{(console.Profile.Capabilities.Unicode ? '…' : '~')}";
        return Markup.Escape($"{answer}  {name}".PadRight(TextPicture.Width));
    }

    private static string Ordinal(int place) => place switch { 2 => "2nd", 3 => "3rd", _ => $"{place}th" };
}
