using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Images;

/// <summary>
/// A convolution of a single image by Winograd's algorithm. The image is cut into up to 16 patches of whole tiles, each
/// with the rows and columns around it that its tiles see, and a lane is a patch: the same kernel as for sixteen
/// samples, and the same bits, since a tile's result depends on nothing but what the tile sees.
/// </summary>
internal sealed unsafe class ImageWinograd
{
    private readonly Convolution _operation;
    private readonly bool _rectifies;
    private readonly ImagePlanes _input;
    private readonly TensorMemory _tensors;
    private readonly KernelSet _kernels;
    private readonly WinogradPlan _patch;
    private readonly int _patchesAcross;
    private readonly int _patches;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;
    private readonly AlignedArray<float> _gathered;
    private readonly AlignedArray<float> _result;
    private readonly AlignedArray<float> _scratch;

    /// <summary>Reserves memory and cuts the image.</summary>
    /// <param name="operation">The convolution.</param>
    /// <param name="rectifies">Whether max(0, …) is written.</param>
    /// <param name="whole">The convolution of the whole image.</param>
    /// <param name="input">The image.</param>
    /// <param name="output">Where the output is.</param>
    /// <param name="tensors">The numbers.</param>
    /// <param name="kernels">The kernels to use.</param>
    public ImageWinograd(
        Convolution operation, bool rectifies, WinogradPlan whole, ImagePlanes input, ImagePlanes output, TensorMemory tensors, KernelSet kernels)
    {
        _operation = operation;
        _rectifies = rectifies;
        _input = input;
        Output = output;
        _tensors = tensors;
        _kernels = kernels;
        (int rows, int columns) = TilesOfPatch(whole.TileRows, whole.TileColumns);
        _patch = new(whole.InChannels, (2 * rows) + 2, (2 * columns) + 2, whole.OutChannels);
        _patchesAcross = (whole.TileColumns + columns - 1) / columns;
        _patches = _patchesAcross * ((whole.TileRows + rows - 1) / rows);
        _packed = new(WinogradWeights.Floats(whole.OutChannels, whole.InChannels));
        _noBias = new(whole.OutChannels);
        _gathered = new((long)whole.InChannels * _patch.InPlane * Lanes.PerBlock);
        _result = new((long)whole.OutChannels * _patch.Pixels * Lanes.PerBlock);
        _scratch = new(Winograd.ScratchFloats(_patch));
    }

    /// <summary>Where the output is.</summary>
    public ImagePlanes Output { get; }

    /// <summary>Transforms the present weights.</summary>
    public void Prepare() => WinogradWeights.Forward(_tensors[_operation.Weight], _patch.OutChannels, _patch.InChannels, _packed.Pointer);

    /// <summary>Convolves the image.</summary>
    public void Run()
    {
        for (int patch = 0; patch < _patches; patch++)
            Gather(patch);
        float* bias = _operation.Bias is null ? _noBias.Pointer : _tensors[_operation.Bias];
        _kernels.WinogradForward(_patch, _gathered.Pointer, _packed.Pointer, bias, _rectifies, _result.Pointer, _scratch.Pointer);
        for (int patch = 0; patch < _patches; patch++)
            Scatter(patch);
    }

    // The least work that sixteen lanes can do: patches of as few tiles as possible.
    private static Size2d TilesOfPatch(int tileRows, int tileColumns)
    {
        Size2d best = (tileRows, tileColumns);
        for (int down = 1; down <= Lanes.PerBlock; down++)
        {
            int across = Lanes.PerBlock / down;
            Size2d patch = ((tileRows + down - 1) / down, (tileColumns + across - 1) / across);
            if (patch.Area < best.Area)
                best = patch;
        }

        return best;
    }

    // What lies in the padding, or beyond it, stays zero.
    private void Gather(int patch)
    {
        int top = (patch / _patchesAcross * _patch.OutHeight) - _operation.Window.Padding.Rows;
        int left = (patch % _patchesAcross * _patch.OutWidth) - _operation.Window.Padding.Columns;
        int firstRow = Math.Max(0, -top);
        int endRow = Math.Min(_patch.InHeight, _input.Shape.Height - top);
        int firstColumn = Math.Max(0, -left);
        int endColumn = Math.Min(_patch.InWidth, _input.Shape.Width - left);
        for (int c = 0; c < _patch.InChannels; c++)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                float* source = _input.At(c, top + row, left);
                float* target = _gathered.Pointer + (((long)((c * _patch.InPlane) + (row * _patch.InWidth)) * Lanes.PerBlock) + patch);
                for (int column = firstColumn; column < endColumn; column++)
                    target[column * Lanes.PerBlock] = source[column];
            }
        }
    }

    private void Scatter(int patch)
    {
        int top = patch / _patchesAcross * _patch.OutHeight;
        int left = patch % _patchesAcross * _patch.OutWidth;
        int rows = Math.Min(_patch.OutHeight, Output.Shape.Height - top);
        int columns = Math.Min(_patch.OutWidth, Output.Shape.Width - left);
        for (int c = 0; c < _patch.OutChannels; c++)
        {
            for (int row = 0; row < rows; row++)
            {
                float* source = _result.Pointer + (((long)((c * _patch.Pixels) + (row * _patch.OutWidth)) * Lanes.PerBlock) + patch);
                float* target = Output.At(c, top + row, left);
                for (int column = 0; column < columns; column++)
                    target[column] = source[column * Lanes.PerBlock];
            }
        }
    }
}
