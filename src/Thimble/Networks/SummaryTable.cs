namespace Thimble.Networks;

/// <summary>A network as a table for people: torchsummary's, to the letter, or a wider one of our own.</summary>
public static class SummaryTable
{
    /// <summary>Writes the table, lines ended by a line feed.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="wide">Whether to add receptive field, jump, kernel and multiply-adds.</param>
    public static string Render(NetworkDefinition definition, bool wide = false) => throw new NotSupportedException();
}
