using System.Text;

namespace Thimble.Cli.Display;

/// <summary>Writes text on so that all of it can be seen: see <see cref="VisibleText"/>.</summary>
internal sealed class VisibleWriter : TextWriter
{
    private readonly TextWriter _inner;

    private VisibleWriter(TextWriter inner)
        : base(inner.FormatProvider)
    {
        _inner = inner;
        CoreNewLine = inner.NewLine.ToCharArray();
    }

    /// <summary>Wraps a writer, which stays its owner's.</summary>
    public static TextWriter Over(TextWriter inner) => new VisibleWriter(inner);

    /// <inheritdoc/>
    public override Encoding Encoding => _inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is not null)
            _inner.Write(VisibleText.Of(value));
    }

    /// <summary>Writes a line at once, so that lines of several threads do not mix.</summary>
    public override void WriteLine(string? value) => _inner.WriteLine(value is null ? null : VisibleText.Of(value));

    /// <inheritdoc/>
    public override void Flush() => _inner.Flush();
}
