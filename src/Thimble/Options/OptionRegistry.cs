namespace Thimble.Options;

/// <summary>All kinds of one thing: the one list that a new layer, optimizer or schedule is added to.</summary>
/// <typeparam name="T">The base record: Layer, OptimizerOptions, Schedule.</typeparam>
/// <param name="noun">What one is called: <c>layer</c>.</param>
/// <param name="schemas">The kinds' schemas, in the order in which messages and docs list them.</param>
internal sealed class OptionRegistry<T>(string noun, Func<IReadOnlyList<OptionSchema<T>>> schemas)
    where T : class
{
    // A residual's schema names this registry, which names the schema: the list is made at first use.
    private readonly Lazy<IReadOnlyList<OptionSchema<T>>> _schemas = new(schemas);

    /// <summary>What one is called.</summary>
    public string Noun => noun;

    /// <summary>The kinds' schemas.</summary>
    public IReadOnlyList<OptionSchema<T>> Schemas => _schemas.Value;

    /// <summary>The kinds' words in YAML.</summary>
    public IReadOnlyList<string> Keys => [.. Schemas.Select(schema => schema.Key)];

    /// <summary>The schema of a thing.</summary>
    /// <exception cref="InvalidInputException">Its type is not one of Thimble's, so no file can hold it.</exception>
    public OptionSchema<T> Of(T thing) => Find(thing)
        ?? throw new InvalidInputException($"a {noun} of the type {thing.GetType().Name} cannot be written to a file; use one of {string.Join(", ", Schemas.Select(schema => schema.Kind))}");

    /// <summary>The schema of a thing, or null if its type is not registered.</summary>
    public OptionSchema<T>? Find(T thing) => Schemas.FirstOrDefault(schema => schema.Type == thing.GetType());

    /// <summary>The schema of a word in YAML.</summary>
    public OptionSchema<T> OfKey(string key) => Schemas.First(schema => schema.Key == key);

    /// <summary>The schema of a record's name, or null.</summary>
    public OptionSchema<T>? OfKind(string kind) => Schemas.FirstOrDefault(schema => schema.Kind == kind);
}
