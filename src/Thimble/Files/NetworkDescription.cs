namespace Thimble;

/// <summary>Everything about a trained network but its numbers: its layers, what goes in and what comes out.</summary>
public sealed record NetworkDescription
{
    private readonly PicturePreparation? _preparation;

    /// <summary>Describes a network.</summary>
    /// <param name="definition">Its layers and the shape of its input.</param>
    /// <param name="normalization">How pixels become its inputs.</param>
    /// <param name="dataName">The name of the data that it was trained on; may be empty.</param>
    /// <param name="classNames">A name a class, in the order of its outputs; what the data calls them if null.</param>
    /// <param name="preparation">How a picture becomes its input; if null it is not known, and what is customary for the data is assumed.</param>
    /// <exception cref="ArgumentException">
    /// There is not a name a class, a name is no line of text of up to 200 characters, or the normalization is for another number of channels.
    /// </exception>
    public NetworkDescription(
        NetworkDefinition definition, Normalization normalization, string dataName, IReadOnlyList<string>? classNames = null,
        PicturePreparation? preparation = null)
    {
        AreClassNamesAssumed = classNames is null;
        classNames ??= Thimble.ClassNames.Of(dataName, definition.ClassCount);
        if (classNames.Count != definition.ClassCount)
            throw new ArgumentException($"{classNames.Count} names for {definition.ClassCount} classes.", nameof(classNames));
        if (normalization.ProblemWith(definition.Input) is { } problem)
            throw new ArgumentException(problem, nameof(normalization));
        foreach (string name in (IEnumerable<string>)[dataName, .. classNames])
        {
            if (!JsonFields.IsLine(name))
                throw new ArgumentException($"A name of the data or of a class is not {JsonFields.LineInWords}.", nameof(classNames));
        }

        Definition = definition;
        Normalization = normalization;
        DataName = dataName;
        ClassNames = classNames;
        _preparation = preparation;
    }

    /// <summary>Its layers and the shape of its input.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>How pixels become its inputs.</summary>
    public Normalization Normalization { get; }

    /// <summary>How a picture becomes its input.</summary>
    public PicturePreparation Preparation
    {
        get => _preparation ?? CustomaryPreparation.Of(DataName);
        init => _preparation = value;
    }

    /// <summary>Whether <see cref="Preparation"/> is not known and only what is customary for the data: of older weights files, and of PyTorch's.</summary>
    public bool IsPreparationAssumed => _preparation is null;

    /// <summary>How far its answers are to be believed; null if that was not measured.</summary>
    /// <exception cref="ArgumentException">It is for another number of classes.</exception>
    public Calibration? Calibration
    {
        get;
        init => field = value is null || value.Limits.Count == Definition.ClassCount
            ? value
            : throw new ArgumentException($"A calibration of {value.Limits.Count} classes is none for {Definition.ClassCount}.", nameof(value));
    }

    /// <summary>The name of the data that it was trained on; may be empty.</summary>
    public string DataName { get; }

    /// <summary>A name a class, in the order of its outputs.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; }

    /// <summary>Whether <see cref="ClassNames"/> are not known and only what is customary for the data.</summary>
    internal bool AreClassNamesAssumed { get; private init; }

    /// <summary>The same with the class names of another.</summary>
    internal NetworkDescription WithClassNamesOf(NetworkDescription other) => this with { ClassNames = other.ClassNames, AreClassNamesAssumed = false };

    /// <summary>What an export says of pictures: how to get from one to the pixels that it takes.</summary>
    internal string PictureInstructions =>
        $"{Preparation.Instructions(Definition.Input)}{(IsPreparationAssumed ? " (The weights file does not say this; it is assumed from the data's name.)" : "")}";
}
