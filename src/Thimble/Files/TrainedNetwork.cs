namespace Thimble;

/// <summary>A network with its weights, and all that is needed to use it: how pixels become inputs, what the classes are called.</summary>
/// <param name="Network">The network with its weights.</param>
/// <param name="Description">Its layers, normalization, data and class names.</param>
public sealed record TrainedNetwork(Network Network, NetworkDescription Description)
{
    /// <summary>
    /// What had to be done to make a file's weights fit, in a line: names without a wrapper's prefix, modules matched by shape and order,
    /// numbers converted to single precision. Empty if nothing had.
    /// </summary>
    public string Adaptation { get; init; } = "";

    /// <summary>Loads a weights file that Thimble wrote: the network's structure is in it.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <exception cref="InvalidInputException">
    /// The file cannot be read, is damaged, or does not say which network its weights belong to.
    /// </exception>
    public static TrainedNetwork Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        NetworkDescription? description = Describe(path, file);
        if (description is null)
        {
            throw new InvalidInputException($"{path}: this file has weights only and does not say which network they belong to; name their network")
            {
                Remedy = Remedy.NameNetwork,
            };
        }

        // The structure is the file's word alone, and takes no memory that the file does not fill.
        NetworkWeights.CheckFits(description.Definition, path, file);
        return Create(path, file, description);
    }

    /// <summary>Loads a file of weights of a network that is known, such as a state dict saved by PyTorch.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <param name="description">
    /// The network. What the file itself may say of its structure is left aside, but for its calibration, and for how pictures are prepared and what
    /// the classes are called where that is only assumed.
    /// </param>
    /// <returns>The network; <see cref="Adaptation"/> says what was done where the file's names or types are other ones.</returns>
    /// <exception cref="InvalidInputException">
    /// The file cannot be read, is damaged, or belongs to another network; <see cref="ThimbleException.Details"/> then has what it holds
    /// beside what was wanted.
    /// </exception>
    public static TrainedNetwork Load(string path, NetworkDescription description)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        return Create(path, file, WithWhatOnlyTheFileKnows(description, file));
    }

    /// <summary>Writes the weights with the network's structure: <see cref="Load(string)"/> needs nothing else.</summary>
    /// <param name="path">The file; it is replaced in one step.</param>
    /// <param name="metadata">Entries kept beside the weights, by convention named <c>thimble.…</c>.</param>
    /// <exception cref="InvalidInputException">The file cannot be written, or could not be loaded again; the message says why.</exception>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => Save(path, metadata, FileSystem.Disk);

    /// <inheritdoc cref="Save(string, IReadOnlyDictionary{string, string}?)"/>
    internal void Save(string path, IReadOnlyDictionary<string, string>? metadata, FileSystem files)
    {
        var entries = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        try
        {
            NetworkDescriptionJson.AddTo(entries, Description);
        }
        catch (SafetensorsDamageException problem)
        {
            throw SafetensorsFile.Unreadable(path, problem);
        }

        NetworkWeights.Save(Network, path, entries, files);
    }

    private static NetworkDescription? Describe(string path, SafetensorsFile file)
    {
        try
        {
            return NetworkDescriptionJson.FindIn(file.Metadata);
        }
        catch (SafetensorsDamageException damage)
        {
            throw SafetensorsFile.Damaged(path, damage.Message, damage);
        }
    }

    private static NetworkDescription WithWhatOnlyTheFileKnows(NetworkDescription description, SafetensorsFile file)
    {
        try
        {
            if (NetworkDescriptionJson.FindIn(file.Metadata) is not { } said)
                return description;
            if (description.IsPreparationAssumed && !said.IsPreparationAssumed)
                description = description with { Preparation = said.Preparation };
            if (description.AreClassNamesAssumed && said.ClassNames.Count == description.ClassNames.Count)
                description = description.WithClassNamesOf(said);
            return description.Calibration is null && said.Calibration is { } calibration && IsForTheSameImages(said, description)
                ? description with { Calibration = calibration }
                : description;
        }
        catch (SafetensorsDamageException)
        {
            // The caller knows the network: a damaged description is as good as none.
            return description;
        }
    }

    // Its limits are sums over the pixels, and its least logit is one of inputs that were normalized so.
    private static bool IsForTheSameImages(NetworkDescription said, NetworkDescription known) =>
        said.Definition.Input == known.Definition.Input && said.Definition.ClassCount == known.Definition.ClassCount && said.Normalization == known.Normalization;

    private static TrainedNetwork Create(string path, SafetensorsFile file, NetworkDescription description)
    {
        var network = new Network(description.Definition, seed: 0);
        string adaptation = NetworkWeights.Load(network, path, file);
        return new(network, description) { Adaptation = adaptation };
    }
}
