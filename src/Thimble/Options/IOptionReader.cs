namespace Thimble.Options;

/// <summary>
/// A document that options are read from: YAML, or the JSON inside a weights file. Each member reads one type of
/// option, so that a new type does not compile until every document can hold it.
/// </summary>
internal interface IOptionReader
{
    /// <summary>Whether the document gives this option.</summary>
    bool Has(string key);

    /// <summary>Whether the document may leave out an option that has a default.</summary>
    /// <param name="option">The option.</param>
    /// <param name="before">The options read so far, which the default may depend on.</param>
    bool MayLack(Option option, OptionValues before) => true;

    /// <summary>The error of a required option that is missing.</summary>
    Exception Missing(string key);

    /// <summary>The error of an option whose value is of the right type but cannot be used.</summary>
    /// <param name="key">The option.</param>
    /// <param name="problem">What was found and what is allowed.</param>
    Exception Wrong(string key, string problem);

    /// <summary>Keeps a mistake, so that the options after it are read as well; false where the first mistake ends the reading.</summary>
    /// <param name="key">The option.</param>
    /// <param name="mistake">What reading it threw.</param>
    bool Keeps(string key, Exception mistake) => false;

    /// <summary>Ends the reading if mistakes were kept.</summary>
    void Check()
    {
    }

    /// <summary>A whole number in a range.</summary>
    int Whole(string key, int low, int high);

    /// <summary>Rows and columns, or one number for both.</summary>
    Size2d Size(string key, int low, Size2d high);

    /// <summary>A number in a range.</summary>
    double Number(string key, NumberRange range);

    /// <summary>A number in a range, in single precision.</summary>
    float Single(string key, NumberRange range);

    /// <summary>True or false.</summary>
    bool Flag(string key);

    /// <summary>A name of letters, digits, - and _.</summary>
    string Name(string key);

    /// <summary>A list of whole numbers, each in a range.</summary>
    IReadOnlyList<int> Wholes(string key, int low, int high);

    /// <summary>A list of things of several kinds, such as layers.</summary>
    IReadOnlyList<T> Things<T>(string key, OptionRegistry<T> kinds)
        where T : class;

    /// <summary>A thing of one of several kinds, such as an optimizer.</summary>
    T Thing<T>(string key, OptionRegistry<T> kinds)
        where T : class;

    /// <summary>A thing of the one kind that there is, such as augmentation.</summary>
    T Record<T>(string key, OptionSchema<T> schema)
        where T : class;
}
