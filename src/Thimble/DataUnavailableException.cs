namespace Thimble;

/// <summary>Data that is neither on disk nor to be had from a mirror. Exit code 3.</summary>
public sealed class DataUnavailableException : ThimbleException
{
    /// <inheritdoc cref="ThimbleException(string, Exception?)"/>
    public DataUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
