using System.Globalization;
using System.Net;
using System.Text;

namespace Thimble.Export.Html;

/// <summary>The text of a page in which a network reads what one draws. Its scripts are files beside this one.</summary>
internal static class Page
{
    /// <summary>The page.</summary>
    /// <param name="name">What the network is called.</param>
    /// <param name="description">What it takes and what it tells apart.</param>
    /// <param name="network">The network as JSON: <see cref="PageNetwork"/>.</param>
    public static string Of(string name, NetworkDescription description, string network)
    {
        bool isDigit = description.Preparation.Name == "digit";
        string[] scripts = ["network.js", "reading.js", "preparation.js", .. isDigit ? (string[])["digit.js", "ink.js"] : []];
        Shape input = description.Definition.Input;
        string certainty = description.Calibration is null
            ? "The network has no calibration: the percentages may be too sure of themselves, and everything counts as recognized."
            : "The percentages are calibrated on images that the network was not trained on. A picture is not recognized if no class stands out, or if "
                + "it is brighter, busier or plainer than the training pictures of its class; that refuses about 1 in 100 of those that it should know, too.";
        Dictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            ["name"] = Escape(name),
            ["parameters"] = description.Definition.ParameterCount.ToString("N0", CultureInfo.InvariantCulture),
            ["columns"] = input.Width.ToString(CultureInfo.InvariantCulture),
            ["rows"] = input.Height.ToString(CultureInfo.InvariantCulture),
            ["instructions"] = Escape(description.PictureInstructions),
            ["certainty"] = certainty,
            ["version"] = Escape(LibraryVersion.Current),
            ["style"] = File("page.css"),
            ["network"] = network,
            ["code"] = $"\"use strict\";\n\n{string.Join('\n', scripts.Select(File))}",
            ["page"] = File("page.js"),
        };
        return Filled(File("page.html"), texts);
    }

    /// <summary>A file that belongs to the page, as it is in the source.</summary>
    internal static string File(string name)
    {
        using Stream stream = typeof(Page).Assembly.GetManifestResourceStream($"Html/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // In one pass: a text that is put in is not looked at again.
    private static string Filled(string template, Dictionary<string, string> texts)
    {
        var page = new StringBuilder();
        string[] parts = template.Split("{{");
        page.Append(parts[0]);
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf("}}", StringComparison.Ordinal);
            page.Append(texts[part[..end]]).Append(part.AsSpan(end + 2));
        }

        return page.ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(HiddenCharacter.Printable(text));
}
