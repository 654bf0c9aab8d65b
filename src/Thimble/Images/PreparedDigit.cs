namespace Thimble.Images;

/// <summary>A picture made ready for a network.</summary>
/// <param name="Pixels">Row after row of the network's input: 0 (background) to 255.</param>
/// <param name="Ink">Where in the picture the ink was found; all of it where nothing was looked for.</param>
/// <param name="WasLightOnDark">Whether the ink is lighter than what it is on, as in MNIST; null where it was not looked for.</param>
public sealed record PreparedDigit(byte[] Pixels, PixelBox Ink, bool? WasLightOnDark);
