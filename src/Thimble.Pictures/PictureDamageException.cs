namespace Thimble.Pictures;

/// <summary>What is wrong with a picture's file, without the file's name and format, which <see cref="PictureFile"/> adds.</summary>
internal sealed class PictureDamageException(string message) : Exception(message);
