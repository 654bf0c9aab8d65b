using System.Text;

namespace Thimble.Lab.Plots;

/// <summary>Text inside XML and HTML.</summary>
public static class MarkupText
{
    /// <summary>Text for an element or a quoted attribute: it shows as it is and can never become markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                // XML has no way at all to write these.
                (< ' ' and not ('\n' or '\t')) or 0x7F or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
