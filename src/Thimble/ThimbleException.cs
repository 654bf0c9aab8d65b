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
