namespace Thimble.Options;

/// <summary>The values of a schema's options by key, as they were read.</summary>
internal sealed class OptionValues
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    /// <summary>A value of any type; null where the default is none, as of a share's name.</summary>
    public object? this[string key]
    {
        get => _values.TryGetValue(key, out object? value) ? value : throw new UnreadOptionException();
        set => _values[key] = value;
    }

    /// <summary>A whole number.</summary>
    public int Whole(string key) => (int)this[key]!;

    /// <summary>Rows and columns.</summary>
    public Size2d Size(string key) => (Size2d)this[key]!;

    /// <summary>A number.</summary>
    public double Number(string key) => (double)this[key]!;

    /// <summary>A number in single precision.</summary>
    public float Single(string key) => (float)this[key]!;

    /// <summary>Yes or no.</summary>
    public bool Flag(string key) => (bool)this[key]!;

    /// <summary>A name, or null.</summary>
    public string? Name(string key) => (string?)this[key];

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<int> Wholes(string key) => (IReadOnlyList<int>)this[key]!;

    /// <summary>A list of things, or null.</summary>
    public IReadOnlyList<T>? Things<T>(string key) => (IReadOnlyList<T>?)this[key];

    /// <summary>A thing.</summary>
    public T Thing<T>(string key) => (T)this[key]!;
}

/// <summary>An option is asked for that could not be read.</summary>
internal sealed class UnreadOptionException : Exception;
