using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>A word and what it is about; on a terminal that is too narrow the text continues below itself.</summary>
internal static class LabelledLine
{
    private const int LabelWidth = 10;

    /// <summary>Writes the line.</summary>
    /// <param name="environment">Where to.</param>
    /// <param name="label">The word.</param>
    /// <param name="text">The text, plain.</param>
    /// <param name="colour">The word's colour, if it is to stand out.</param>
    public static void Write(CommandEnvironment environment, string label, string text, string colour = "default")
    {
        text = VisibleText.OneLine(text);
        string word = $"[bold {colour}]{label.PadRight(LabelWidth)}[/]";
        if (!environment.IsTerminal)
        {
            environment.Console.MarkupLine(word + Markup.Escape(text));
            return;
        }

        environment.Console.Write(new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(0))
            .AddColumn(new GridColumn().PadLeft(0).PadRight(1))
            .AddRow(word, Markup.Escape(text)));
    }
}
