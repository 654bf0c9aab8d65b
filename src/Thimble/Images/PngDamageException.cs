namespace Thimble.Images;

/// <summary>What is wrong with a PNG file, without the file's name, which the reader adds.</summary>
internal sealed class PngDamageException(string message) : Exception(message);
