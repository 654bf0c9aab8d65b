namespace Thimble;

/// <summary>A mistake in what was given: an option, a file's content, an impossible network. Exit code 2.</summary>
public class InvalidInputException : ThimbleException
{
    /// <inheritdoc cref="ThimbleException(string, Exception?)"/>
    public InvalidInputException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
