namespace Thimble.Lab.Tests.Fuzzing;

/// <summary>A reader of files, and how it is tried.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Sound">Sound files, which the damaged ones are made of.</param>
/// <param name="Read">Reads a file, given its bytes; anything but an <see cref="InvalidInputException"/> is a fault.</param>
/// <param name="Covers">The methods that are tried by it, as <c>Type.Method</c>.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Sound, Action<byte[]> Read, params string[] Covers)
{
    /// <summary>Whether the files are text.</summary>
    public bool IsText { get; init; }

    /// <summary>Whether any content is as good as another.</summary>
    public bool TakesAnything { get; init; }

    /// <summary>Cases of the default run: seconds for all targets together.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>The most that reading one file may allocate, in bytes.</summary>
    public long MostMemory { get; init; } = 64 << 20;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
