namespace Thimble.Images;

/// <summary>Some of a picture's pixels, at even distances: all of them, or one of Adam7's seven passes.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="StepX">From column to column.</param>
/// <param name="StepY">From row to row.</param>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY)
{
    private static readonly PngPass[] WholePicture = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>The only pass of a picture that is not interlaced.</summary>
    public static ReadOnlySpan<PngPass> Whole => WholePicture;

    /// <summary>The passes of one that is.</summary>
    public static ReadOnlySpan<PngPass> Interlaced => Adam7;

    /// <summary>The pass's pixels in a row of a picture so wide; it may have none.</summary>
    public int WidthOf(int width) => (width - Left + StepX - 1) / StepX;

    /// <summary>The pass's rows of a picture so high; it may have none.</summary>
    public int HeightOf(int height) => (height - Top + StepY - 1) / StepY;
}
