namespace Thimble;

/// <summary>Everything about a trained network but its numbers: its layers, what goes in and what comes out.</summary>
public sealed record NetworkDescription
{
    /// <summary>Describes a network.</summary>
    /// <param name="definition">Its layers and the shape of its input.</param>
    /// <param name="normalization">How pixels become its inputs.</param>
    /// <param name="dataName">The name of the data that it was trained on; may be empty.</param>
    /// <param name="classNames">A name a class, in the order of its outputs; what the data calls them if null.</param>
    /// <exception cref="ArgumentException">
    /// There is not a name a class, a name is no line of text of up to 200 characters, or the normalization is not finite and positive.
    /// </exception>
    public NetworkDescription(
        NetworkDefinition definition, Normalization normalization, string dataName, IReadOnlyList<string>? classNames = null)
    {
        classNames ??= Thimble.ClassNames.Of(dataName, definition.ClassCount);
        if (classNames.Count != definition.ClassCount)
            throw new ArgumentException($"{classNames.Count} names for {definition.ClassCount} classes.", nameof(classNames));
        if (!float.IsFinite(normalization.Mean) || !float.IsFinite(normalization.StandardDeviation) || normalization.StandardDeviation <= 0)
            throw new ArgumentException("The normalization must be finite, and its deviation above 0.", nameof(normalization));
        foreach (string name in (IEnumerable<string>)[dataName, .. classNames])
        {
            if (!JsonFields.IsLine(name))
                throw new ArgumentException($"A name of the data or of a class is not {JsonFields.LineInWords}.", nameof(classNames));
        }

        Definition = definition;
        Normalization = normalization;
        DataName = dataName;
        ClassNames = classNames;
    }

    /// <summary>Its layers and the shape of its input.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>How pixels become its inputs.</summary>
    public Normalization Normalization { get; }

    /// <summary>The name of the data that it was trained on; may be empty.</summary>
    public string DataName { get; }

    /// <summary>A name a class, in the order of its outputs.</summary>
    public IReadOnlyList<string> ClassNames { get; }
}
