namespace Thimble.Tests.Data;

/// <summary>What every error for people must be: one line that names the place and the way out.</summary>
internal static class OneLine
{
    /// <summary>Asserts that the code fails with one line that holds all the parts.</summary>
    public static void Thrown<TException>(Action code, params string[] parts)
        where TException : ThimbleException
    {
        string message = Assert.Throws<TException>(code).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All(parts, part => Assert.Contains(part, message));
    }
}
