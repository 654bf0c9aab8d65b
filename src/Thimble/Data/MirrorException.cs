namespace Thimble.Data;

/// <summary>One mirror did not give a file; the message says why, in a few words. Another mirror may still do.</summary>
internal sealed class MirrorException : Exception
{
    public MirrorException(string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
    }
}
