using Thimble.Networks;

namespace Thimble.Formats;

/// <summary>A network's weights and running statistics as a safetensors file, under PyTorch's names.</summary>
public static class NetworkWeights
{
    /// <summary>Writes the weights aside and then puts them in the file's place: there is never a half-written file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Entries kept beside the weights, by convention named <c>thimble.…</c>.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Save(Network network, string path, IReadOnlyDictionary<string, string>? metadata = null) =>
        throw new NotSupportedException();

    /// <summary>Reads weights into a network of the same layers and returns the file's metadata.</summary>
    /// <param name="network">The network; it is unchanged if the file does not fit.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, is damaged, or belongs to another network.</exception>
    public static IReadOnlyDictionary<string, string> Load(Network network, string path) =>
        throw new NotSupportedException();
}
