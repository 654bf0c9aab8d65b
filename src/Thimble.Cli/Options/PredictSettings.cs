namespace Thimble.Cli.Options;

/// <summary>How <c>thimble predict</c> answers.</summary>
/// <param name="Top">Classes of each image.</param>
/// <param name="IsRaw">Whether pixels are taken as they are, in place of the network's preparation.</param>
/// <param name="IsShown">Whether what the network sees is drawn.</param>
/// <param name="IsJson">Whether the answer is for another program.</param>
internal sealed record PredictSettings(int Top, bool IsRaw, bool IsShown, bool IsJson);
