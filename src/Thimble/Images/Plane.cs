namespace Thimble;

/// <summary>A picture while it is worked on: a number a pixel, row after row.</summary>
internal sealed class Plane
{
    /// <summary>A plane of zeros.</summary>
    public Plane(int width, int height)
        : this(width, height, new float[width * height])
    {
    }

    /// <summary>Takes numbers as they are.</summary>
    public Plane(int width, int height, float[] values)
    {
        Width = width;
        Height = height;
        Values = values;
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Row after row.</summary>
    public float[] Values { get; }

    /// <summary>One number; zero outside.</summary>
    public float At(int x, int y) => x < 0 || y < 0 || x >= Width || y >= Height ? 0 : Values[(y * Width) + x];

    /// <summary>A part of it.</summary>
    public Plane Crop(PixelBox box)
    {
        var part = new Plane(box.Width, box.Height);
        for (int y = 0; y < box.Height; y++)
            Values.AsSpan(((box.Top + y) * Width) + box.Left, box.Width).CopyTo(part.Values.AsSpan(y * box.Width));
        return part;
    }

    /// <summary>With columns and rows of zeros on every side.</summary>
    public Plane WithBorder(int border)
    {
        var wider = new Plane(Width + (2 * border), Height + (2 * border));
        for (int y = 0; y < Height; y++)
            Values.AsSpan(y * Width, Width).CopyTo(wider.Values.AsSpan(((y + border) * wider.Width) + border));
        return wider;
    }

    /// <summary>The smallest box around all numbers above a threshold; null if there is none.</summary>
    public PixelBox? BoxAbove(float threshold)
    {
        PixelBox? box = null;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                if (Values[(y * Width) + x] > threshold)
                    box = box is { } known ? known.With(x, y) : new(x, y, 1, 1);
            }
        }

        return box;
    }
}
