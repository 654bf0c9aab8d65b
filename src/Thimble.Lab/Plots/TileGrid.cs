namespace Thimble.Lab.Plots;

/// <summary>A picture of images in rows and columns, with a wider gap after the first column; small images are enlarged.</summary>
internal sealed class TileGrid
{
    private const int SmallestSide = 56;
    private const int Gap = 4;
    private const int FirstGap = 12;
    private const byte Background = 128;

    private readonly Shape _image;
    private readonly int _enlargement;

    /// <summary>An empty grid.</summary>
    /// <param name="image">The shape of an image.</param>
    /// <param name="rows">Rows of images.</param>
    /// <param name="columns">Columns of images.</param>
    public TileGrid(Shape image, int rows, int columns)
    {
        _image = image;
        _enlargement = Math.Max(1, (SmallestSide + Math.Max(image.Height, image.Width) - 1) / Math.Max(image.Height, image.Width));
        Width = Left(columns);
        Height = Top(rows);
        Pixels = new byte[Width * Height * image.Channels];
        Pixels.AsSpan().Fill(Background);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Row after row, the channels of a pixel side by side.</summary>
    public byte[] Pixels { get; }

    /// <summary>Draws an image (channel, row, column), each of its pixels as a square.</summary>
    public void Draw(int row, int column, ReadOnlySpan<byte> image)
    {
        for (int y = 0; y < _image.Height * _enlargement; y++)
        {
            int line = ((Top(row) + y) * Width) + Left(column);
            for (int x = 0; x < _image.Width * _enlargement; x++)
            {
                int from = (y / _enlargement * _image.Width) + (x / _enlargement);
                for (int channel = 0; channel < _image.Channels; channel++)
                    Pixels[((line + x) * _image.Channels) + channel] = image[(channel * _image.PlaneSize) + from];
            }
        }
    }

    private int Left(int column) => Gap + (column * ((_image.Width * _enlargement) + Gap)) + (column > 0 ? FirstGap - Gap : 0);

    private int Top(int row) => Gap + (row * ((_image.Height * _enlargement) + Gap));
}
