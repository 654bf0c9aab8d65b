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

    /// <summary>Further lines that show what the message says, such as a table; none for most errors.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What would help, if it is one of the things that a program has words of its own for.</summary>
    internal Remedy Remedy { get; init; }
}

/// <summary>What would help against an error: a program adds how that is done with it, such as the option to give.</summary>
internal enum Remedy
{
    /// <summary>What the message says, and nothing else.</summary>
    None,

    /// <summary>Another folder or file to write to.</summary>
    WriteElsewhere,

    /// <summary>A folder with the data set's files.</summary>
    GiveDataFolder,

    /// <summary>No folder by the side of data that is in none.</summary>
    LeaveDataFolderOut,

    /// <summary>The network that a file of weights belongs to.</summary>
    NameNetwork,

    /// <summary>No network by its side: the run says itself which it is.</summary>
    LeaveNetworkOut,

    /// <summary>To have the picture scaled to the network's input.</summary>
    ScalePicture,

    /// <summary>To begin the search again.</summary>
    RestartSearch,

    /// <summary>To train a network first.</summary>
    TrainFirst,
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

/// <summary>Data that is available neither on disk nor from a mirror. Exit code 3.</summary>
public sealed class DataUnavailableException : ThimbleException
{
    /// <inheritdoc cref="ThimbleException(string, Exception?)"/>
    public DataUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
