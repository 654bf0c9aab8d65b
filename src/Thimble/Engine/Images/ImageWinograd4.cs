using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>
/// A convolution of a single image by F(4×4, 3×3). A lane is a tile, with all that it sees cut out of the image: the same kernel as
/// for sixteen samples, and the same bits, since a tile's result depends on nothing but what the tile sees.
/// </summary>
internal sealed unsafe class ImageWinograd4
{
    private readonly Convolution _operation;
    private readonly bool _rectifies;
    private readonly Winograd4Plan _whole;
    private readonly Winograd4Plan _cut;
    private readonly ImagePlanes _input;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;
    private readonly AlignedArray<float> _gathered;
    private readonly AlignedArray<float> _result;
    private readonly AlignedArray<float> _scratch;

    /// <summary>Reserves memory.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="rectifies">Whether max(0, …) is written.</param>
    /// <param name="whole">The convolution of the whole image.</param>
    /// <param name="input">The image.</param>
    /// <param name="output">Where the output is.</param>
    /// <param name="tensors">The numbers.</param>
    /// <param name="kernels">The kernels to use.</param>
    public ImageWinograd4(
        Convolution operation, bool rectifies, Winograd4Plan whole, ImagePlanes input, ImagePlanes output, TensorMemory tensors, KernelSet kernels)
    {
        _operation = operation;
        _rectifies = rectifies;
        _whole = whole;
        _input = input;
        Output = output;
        _tensors = tensors;
        _kernels = kernels;
        _cut = Winograd4Plan.OfCutTiles(whole.InChannels, Lanes.Blocks(whole.TileRows * whole.TileColumns), whole.OutChannels);
        _packed = new(Winograd4Weights.Floats(whole.OutChannels, whole.InChannels));
        _noBias = new(whole.OutChannels);
        _gathered = new(Lanes.Floats(_cut.Input));
        _result = new((long)whole.OutChannels * _cut.Pixels * Lanes.PerBlock);
        _scratch = new(Winograd4.ScratchFloats(_cut));
    }

    /// <summary>Where the output is.</summary>
    public ImagePlanes Output { get; }

    /// <summary>Transforms the present weights.</summary>
    public void Prepare() => Winograd4Weights.Forward(_tensors[_operation.Weight], _whole.OutChannels, _whole.InChannels, _packed.Pointer);

    /// <summary>Convolves the image.</summary>
    public void Run()
    {
        int tiles = _whole.TileRows * _whole.TileColumns;
        for (int tile = 0; tile < tiles; tile++)
            Gather(tile);
        float* bias = _operation.Bias is null ? _noBias.Pointer : _tensors[_operation.Bias];
        _kernels.Winograd4Forward(_cut, new(_gathered.Pointer), _packed.Pointer, bias, _rectifies, _result.Pointer, _scratch.Pointer);
        for (int tile = 0; tile < tiles; tile++)
            Scatter(tile);
    }

    // What is in the padding stays zero.
    private void Gather(int tile)
    {
        int top = _whole.RowOf(tile / _whole.TileColumns) - _whole.Padding.Rows;
        int left = _whole.ColumnOf(tile % _whole.TileColumns) - _whole.Padding.Columns;
        int firstRow = Math.Max(0, -top);
        int endRow = Math.Min(Winograd4Plan.Side, _input.Shape.Height - top);
        int firstColumn = Math.Max(0, -left);
        int endColumn = Math.Min(Winograd4Plan.Side, _input.Shape.Width - left);
        int width = _cut.Input.Width;
        for (int c = 0; c < _whole.InChannels; c++)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                float* source = _input.At(c, top + row, left);
                float* target = _gathered.Pointer + PlaceOf(tile, (((c * Winograd4Plan.Side) + row) * width) + (tile / Lanes.PerBlock * Winograd4Plan.Side));
                for (int column = firstColumn; column < endColumn; column++)
                    target[column * Lanes.PerBlock] = source[column];
            }
        }
    }

    private void Scatter(int tile)
    {
        int top = _whole.RowOf(tile / _whole.TileColumns);
        int left = _whole.ColumnOf(tile % _whole.TileColumns);
        for (int c = 0; c < _whole.OutChannels; c++)
        {
            for (int row = 0; row < Winograd4Plan.Tile; row++)
            {
                float* source = _result.Pointer + PlaceOf(tile, (((c * Winograd4Plan.Tile) + row) * _cut.OutWidth) + (tile / Lanes.PerBlock * Winograd4Plan.Tile));
                float* target = Output.At(c, top + row, left);
                for (int column = 0; column < Winograd4Plan.Tile; column++)
                    target[column] = source[column * Lanes.PerBlock];
            }
        }
    }

    private static long PlaceOf(int tile, int pixel) => ((long)pixel * Lanes.PerBlock) + (tile % Lanes.PerBlock);
}
