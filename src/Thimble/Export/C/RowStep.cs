namespace Thimble.Export.C;

/// <summary>How a step makes the numbers of one place of a row, all channels of it.</summary>
internal enum RowSource
{
    /// <summary>From the pixels of the image.</summary>
    Pixels,

    /// <summary>A convolution whose channels see several channels, or more than one channel each.</summary>
    Convolution,

    /// <summary>A convolution in each channel by itself.</summary>
    Depthwise,

    /// <summary>The input as it is.</summary>
    Copy,

    /// <summary>The input at another scale, a factor and an addend a channel.</summary>
    Scale,

    /// <summary>The sum of two inputs.</summary>
    Sum,

    /// <summary>The product of two inputs.</summary>
    Product,

    /// <summary>The largest number in windows that overlap or reach over the border.</summary>
    Largest,

    /// <summary>The mean of such windows.</summary>
    Mean,
}

/// <summary>Where a step puts its numbers.</summary>
internal enum RowSink
{
    /// <summary>Into a row of its value.</summary>
    Row,

    /// <summary>Into a row of windows, each of which keeps its largest number so far.</summary>
    Largest,

    /// <summary>Into sums of windows, which become a row when the last of their rows has come.</summary>
    Mean,

    /// <summary>Into a flat vector: channel, row, column.</summary>
    Flat,
}

/// <summary>A step of a program that lets an image through row by row: a row in, where it can a row out.</summary>
/// <param name="Name">What it is called: the name of the node that it begins with.</param>
/// <param name="Source">How its numbers are made.</param>
/// <param name="Step">The step of the plan that makes them; null for pixels and copies.</param>
/// <param name="Inputs">The steps whose values it reads.</param>
/// <param name="Window">Which rows and columns of the first of them one place of a row is made from.</param>
/// <param name="Made">The shape of all that it makes, before its sink.</param>
internal sealed record RowStep(string Name, RowSource Source, CStep? Step, IReadOnlyList<int> Inputs, Window Window, Shape Made)
{
    /// <summary>Where it puts its numbers.</summary>
    public RowSink Sink { get; init; } = RowSink.Row;

    /// <summary>The pool that the sink is; null for the others.</summary>
    public CStep? Pool { get; init; }

    /// <summary>The windows of the pool.</summary>
    public Window PoolWindow { get; init; } = Window.Point;

    /// <summary>The functions of each number that a row goes through once it is there, one after the other.</summary>
    public IReadOnlyList<CStep> Functions { get; init; } = [];

    /// <summary>Whether its numbers are the logits.</summary>
    public bool IsLast { get; init; }

    /// <summary>The shape of its value.</summary>
    public Shape Output => Sink switch
    {
        RowSink.Flat => Shape.Flat(Made.Size),
        RowSink.Row => Made,
        _ => PoolWindow.Slide(Made),
    };

    /// <summary>Rows that it makes: as many as are needed, which a pool that ends early does not say of all.</summary>
    public int Events => Sink is RowSink.Row or RowSink.Flat ? Made.Height : ((Output.Height - 1) * PoolWindow.Stride.Rows) + PoolWindow.Kernel.Rows;

    /// <summary>Rows of an input that have to be there before one of its rows is made.</summary>
    /// <param name="made">The row, from 0.</param>
    /// <param name="height">The input's rows.</param>
    public int RowsNeeded(int made, int height) => Math.Min((made * Window.Stride.Rows) + Window.Kernel.Rows - Window.Padding.Rows, height);

    /// <summary>The first row of an input that is needed from then on.</summary>
    /// <param name="made">The row, from 0.</param>
    /// <param name="height">The input's rows.</param>
    public int FirstNeeded(int made, int height) => Math.Clamp((made * Window.Stride.Rows) - Window.Padding.Rows, 0, height - 1);
}
