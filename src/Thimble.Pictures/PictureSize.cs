namespace Thimble.Pictures;

/// <summary>The sizes of pictures that are read: those of <see cref="PngReader"/>.</summary>
internal static class PictureSize
{
    /// <summary>Checks what a header claims before anything is allocated for it.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bytes">The bytes of the file.</param>
    /// <param name="mostPixelsPerByte">The most pixels that the format can pack into a byte: a larger claim is false.</param>
    /// <exception cref="PictureDamageException">The picture is empty, too large, or larger than its file can hold.</exception>
    public static void Check(long width, long height, int bytes, long mostPixelsPerByte)
    {
        Check(width, height);
        if (width * height > bytes * mostPixelsPerByte)
            throw new PictureDamageException($"its header claims {width}×{height} pixels, more than {bytes} bytes can hold");
    }

    /// <summary>Checks a size that does not bound the bytes of the file.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="PictureDamageException">The picture is empty or too large.</exception>
    public static void Check(long width, long height)
    {
        if (width < 1 || height < 1)
            throw new PictureDamageException($"its header claims {width}×{height} pixels");
        if (Math.Max(width, height) > PngHeader.MaximumSide || width * height > PngHeader.MaximumPixels)
            throw new PictureDamageException($"its header claims {width}×{height} pixels; at most {PngHeader.MaximumPixels:N0} are read, and {PngHeader.MaximumSide:N0} a side: scale it down");
    }
}
