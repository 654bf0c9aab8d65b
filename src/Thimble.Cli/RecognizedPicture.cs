namespace Thimble.Cli;

/// <summary>What a network takes a picture for.</summary>
/// <param name="Name">The picture's path.</param>
/// <param name="Prepared">What the network saw; null if the picture was refused.</param>
/// <param name="Opinions">The likeliest classes, the likeliest first.</param>
/// <param name="Problem">Why the picture was refused, in one line; null if it was not.</param>
internal sealed record RecognizedPicture(
    string Name, PreparedPicture? Prepared, IReadOnlyList<NamedOpinion> Opinions, string? Problem = null);
