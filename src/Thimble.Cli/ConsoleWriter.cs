using System.Text;

namespace Thimble.Cli;

/// <summary>
/// A console's writer that outlives its reader: the work continues where the terminal is closed, the other end of the pipe is gone or there is
/// no output at all. After a first failure nothing more is written.
/// </summary>
/// <param name="console">Where it writes.</param>
internal sealed class ConsoleWriter(TextWriter console) : TextWriter
{
    // Linux's and macOS's numbers: the terminal is gone, the reader is gone.
    private const int NoTerminal = 5;
    private const int NoReader = 32;

    private volatile bool _isOver;

    /// <summary>The writer of a standard stream; it writes nowhere if the process was not given one.</summary>
    /// <param name="number">1 or 2.</param>
    /// <param name="open">Opens it.</param>
    public static ConsoleWriter Of(int number, Func<TextWriter> open) => new(OpenDescriptor.IsGiven(number) ? open() : Null);

    /// <summary>The failure, if anybody is still there who waits for the output, as where a disk is full.</summary>
    public IOException? Lost { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => console.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => console.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(console.Flush);

    private void Try(Action write)
    {
        if (_isOver)
            return;
        try
        {
            write();
        }
        catch (IOException exception)
        {
            _isOver = true;
            if (exception.HResult is not (NoTerminal or NoReader))
                Lost = exception;
        }
        catch (UnauthorizedAccessException)
        {
            // The stream is one for reading only: nobody waits for what is written.
            _isOver = true;
        }
    }
}
