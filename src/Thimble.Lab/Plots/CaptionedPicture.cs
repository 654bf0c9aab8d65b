namespace Thimble.Lab.Plots;

/// <summary>A small grey picture with what there is to say about it.</summary>
/// <param name="Pixels">Row after row, 0 black to 255 white.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Description">What it shows, in a sentence, for those who cannot see it.</param>
/// <param name="Caption">What stands below it: up to three short lines.</param>
public sealed record CaptionedPicture(byte[] Pixels, int Width, int Height, string Description, params IReadOnlyList<string> Caption)
{
    /// <summary>The picture as an address that contains it.</summary>
    public string DataUri => $"data:image/png;base64,{Convert.ToBase64String(PngWriter.Grey(Pixels, Width, Height))}";
}
