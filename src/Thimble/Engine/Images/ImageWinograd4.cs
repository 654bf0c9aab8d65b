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
    private readonly ImagePlanes _bordered;
    private readonly AlignedArray<int> _places;
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
        Shape padded = operation.Window.Padded(input.Shape);
        _bordered = whole.Padding == 0 ? input : new(padded, padded.Width, Winograd4Plan.Side);
        _cut = Winograd4Plan.OfCutTiles(whole.InChannels, Lanes.Blocks(Tiles), whole.OutChannels);
        _places = new(Lanes.Blocks(Tiles) * Lanes.PerBlock);
        for (int lane = 0; lane < _places.Length; lane++)
        {
            // Lanes without a tile of their own see the last one.
            int tile = Math.Min(lane, Tiles - 1);
            _places.Span[lane] = (whole.RowOf(tile / whole.TileColumns) * _bordered.Pitch) + whole.ColumnOf(tile % whole.TileColumns);
        }

        _packed = new(Winograd4Weights.Floats(whole.OutChannels, whole.InChannels));
        _noBias = new(whole.OutChannels);
        _gathered = new(Lanes.Floats(_cut.Input));
        _result = new((long)whole.OutChannels * _cut.Pixels * Lanes.PerBlock);
        _scratch = new(Winograd4.ScratchFloats(_cut));
    }

    /// <summary>Where the output is.</summary>
    public ImagePlanes Output { get; }

    private int Tiles => _whole.TileRows * _whole.TileColumns;

    /// <summary>Transforms the present weights.</summary>
    public void Prepare() => Winograd4Weights.Forward(_tensors[_operation.Weight], _whole.OutChannels, _whole.InChannels, _packed.Pointer);

    /// <summary>Convolves the image.</summary>
    public void Run()
    {
        for (int c = 0; c < _whole.InChannels; c++)
        {
            if (_bordered != _input)
                _kernels.BorderRows(_input.Channel(c), _input.Pitch, _input.Shape.Height, _input.Shape.Width, _bordered.Channel(c), _whole.Padding);
            Gather(_bordered.Channel(c), _gathered.Pointer + (c * _cut.Input.PlaneSize * Lanes.PerBlock));
        }

        float* bias = _operation.Bias is null ? _noBias.Pointer : _tensors[_operation.Bias];
        _kernels.Winograd4Forward(_cut, new(_gathered.Pointer), _packed.Pointer, bias, _rectifies, _result.Pointer, _scratch.Pointer);
        for (int c = 0; c < _whole.OutChannels; c++)
            Scatter(_result.Pointer + (c * _cut.Pixels * Lanes.PerBlock), Output.Channel(c));
    }

    // Four tiles at a time; of the six columns the last four overlap the first four.
    private void Gather(float* channel, float* target)
    {
        const int Side = Winograd4Plan.Side;
        int pitch = _bordered.Pitch;
        int row = _cut.Input.Width * Lanes.PerBlock;
        int* places = _places.Pointer;
        for (int lane = 0; lane < _places.Length; lane += 4)
        {
            float* a = channel + places[lane];
            float* b = channel + places[lane + 1];
            float* c = channel + places[lane + 2];
            float* d = channel + places[lane + 3];
            float* to = target + (lane / Lanes.PerBlock * Side * Lanes.PerBlock) + (lane % Lanes.PerBlock);
            for (int y = 0; y < Side; y++, a += pitch, b += pitch, c += pitch, d += pitch, to += row)
            {
                LaneTransposition.Turn(a, b, c, d, to, Lanes.PerBlock);
                LaneTransposition.Turn(a + 2, b + 2, c + 2, d + 2, to + (2 * Lanes.PerBlock), Lanes.PerBlock);
            }
        }
    }

    // Tile by tile: where two overlap the later one's pixels stay, as in a block.
    private void Scatter(float* source, float* channel)
    {
        const int Side = Winograd4Plan.Tile;
        float* pixels = stackalloc float[4 * Side * Side];
        int row = _cut.OutWidth * Lanes.PerBlock;
        for (int tile = 0; tile < Tiles; tile++)
        {
            if (tile % 4 == 0)
            {
                float* from = source + (tile / Lanes.PerBlock * Side * Lanes.PerBlock) + (tile % Lanes.PerBlock);
                for (int y = 0; y < Side; y++, from += row)
                    LaneTransposition.Turn(from, from + Lanes.PerBlock, from + (2 * Lanes.PerBlock), from + (3 * Lanes.PerBlock), pixels + (y * Side), Side * Side);
            }

            float* one = pixels + (tile % 4 * Side * Side);
            float* to = channel + (_whole.RowOf(tile / _whole.TileColumns) * Output.Pitch) + _whole.ColumnOf(tile % _whole.TileColumns);
            for (int y = 0; y < Side; y++, one += Side, to += Output.Pitch)
                new ReadOnlySpan<float>(one, Side).CopyTo(new Span<float>(to, Side));
        }
    }
}
