namespace Thimble.Lab;

/// <summary>Mistakes as a JSON file, each with the pixels of its image.</summary>
internal static class MistakeFile
{
    // Larger than any image here.
    private const int LargestSide = 1024;

    /// <summary>Writes mistakes.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Mistake> mistakes, FileSystem? files = null) => JsonFile.Write(
        path,
        [
            // A network without doubt can be wrong by any amount; JSON has no word for that.
            .. mistakes.Select(mistake => new MistakeJson(
                mistake.Index, mistake.Label, Math.Min(mistake.Loss, float.MaxValue), mistake.Opinions,
                [mistake.Shape.Channels, mistake.Shape.Height, mistake.Shape.Width], mistake.Pixels)
            {
                Name = mistake.Name,
            }),
        ],
        RunJsonContext.Default.IReadOnlyListMistakeJson,
        files);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<Mistake> Read(string path) => JsonFile.Read(
        path, RunJsonContext.Default.IReadOnlyListMistakeJson, mistakes => (IReadOnlyList<Mistake>)[.. JsonFile.Complete(mistakes).Select(Mistake)],
        "these are no mistakes");

    private static Mistake Mistake(MistakeJson json)
    {
        IReadOnlyList<int> sides = json.Shape;
        bool isSound = sides.Count == 3 && sides.All(side => side is > 0 and <= LargestSide)
            && (long)sides[0] * sides[1] * sides[2] == json.Pixels.Length && json.Opinions.Count > 0;
        return isSound
            ? new(json.Index, json.Label, json.Loss, json.Opinions, new(sides[0], sides[1], sides[2]), json.Pixels) { Name = json.Name }
            : throw new FormatException("an image's shape, pixels and opinions do not fit together");
    }
}

/// <summary>A mistake in mistakes.json; the pixels are Base64.</summary>
internal sealed record MistakeJson(int Index, int Label, double Loss, IReadOnlyList<Opinion> Opinions, IReadOnlyList<int> Shape, byte[] Pixels)
{
    // Only of images that have one.
    public string? Name { get; init; }
}
