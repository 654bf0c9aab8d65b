namespace Thimble;

/// <summary>An error meant for a person: its message is one line that says what is wrong, where, and what to do.</summary>
public abstract class ThimbleException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is wrong, where, and what to do, in one line.</param>
    /// <param name="innerException">What lies beneath, if anything.</param>
    protected ThimbleException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A mistake in what was given: an option, a file's content, an impossible network. Exit code 2.</summary>
public class InvalidInputException : ThimbleException
{
    /// <inheritdoc cref="ThimbleException(string, Exception?)"/>
    public InvalidInputException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Data that is neither on disk nor to be had from a mirror. Exit code 3.</summary>
public sealed class DataUnavailableException : ThimbleException
{
    /// <inheritdoc cref="ThimbleException(string, Exception?)"/>
    public DataUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
