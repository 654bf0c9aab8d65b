namespace Thimble.Options;

/// <summary>A document that options are written to: the counterpart of <see cref="IOptionReader"/>.</summary>
internal interface IOptionWriter
{
    /// <summary>Writes a whole number.</summary>
    void Whole(string key, int value);

    /// <summary>Writes rows and columns; one number where they are equal.</summary>
    void Size(string key, Size2d value);

    /// <summary>Writes a number so that it reads back as the same one.</summary>
    void Number(string key, double value);

    /// <summary>Writes a number in single precision so that it reads back as the same one.</summary>
    void Single(string key, float value);

    /// <summary>Writes true or false.</summary>
    void Flag(string key, bool value);

    /// <summary>Writes a name.</summary>
    void Name(string key, string value);

    /// <summary>Writes a list of whole numbers.</summary>
    void Wholes(string key, IReadOnlyList<int> value);

    /// <summary>Writes a list of things of several kinds.</summary>
    void Things<T>(string key, OptionRegistry<T> kinds, IReadOnlyList<T> value)
        where T : class;

    /// <summary>Writes a thing of one of several kinds.</summary>
    void Thing<T>(string key, OptionRegistry<T> kinds, T value)
        where T : class;

    /// <summary>Writes a thing of the one kind that there is.</summary>
    void Record<T>(string key, OptionSchema<T> schema, T value)
        where T : class;
}
