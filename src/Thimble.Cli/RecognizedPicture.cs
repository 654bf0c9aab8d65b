namespace Thimble.Cli;

/// <summary>A network's answer to a picture.</summary>
/// <param name="Name">The picture's path.</param>
/// <param name="Prepared">What the network saw; null if the picture was refused.</param>
/// <param name="Opinions">The likeliest classes, the likeliest first.</param>
/// <param name="IsRecognized">Whether it is like the images that the network was trained on; true if the weights cannot say.</param>
/// <param name="Problem">Why the picture was refused, in one line; null if it was not.</param>
internal sealed record RecognizedPicture(
    string Name, PreparedPicture? Prepared, IReadOnlyList<NamedOpinion> Opinions, bool IsRecognized = true, string? Problem = null);
