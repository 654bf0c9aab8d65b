namespace Thimble.Images;

/// <summary>A connected piece of ink, as it is gathered pixel by pixel.</summary>
/// <param name="label">Its number.</param>
/// <param name="x">The column of its first pixel.</param>
/// <param name="y">The row of its first pixel.</param>
internal sealed class Stroke(int label, int x, int y)
{
    /// <summary>Its number.</summary>
    public int Label => label;

    /// <summary>Its pixels.</summary>
    public int Area { get; private set; }

    /// <summary>Those of them at the picture's border.</summary>
    public int BorderPixels { get; private set; }

    /// <summary>The strongest ink in it.</summary>
    public float Greatest { get; private set; }

    /// <summary>Where it is.</summary>
    public PixelBox Box { get; private set; } = new(x, y, 1, 1);

    /// <summary>Adds a pixel.</summary>
    public void Add(int column, int row, float strength, bool isBorder)
    {
        Area++;
        BorderPixels += isBorder ? 1 : 0;
        Greatest = Math.Max(Greatest, strength);
        Box = Box.With(column, row);
    }
}
