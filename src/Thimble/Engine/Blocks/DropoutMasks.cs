using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>
/// The masks of a dropout: number i of a sample (or channel i) is kept, and scaled by 1 / (1 − rate), if draw i of (seed,
/// epoch, sample, place) is at least the rate.
/// </summary>
internal sealed unsafe class DropoutMasks(Mask mask, Shape shape, BatchState batch)
{
    /// <summary>The factors of each block: [draw, lane].</summary>
    public Activation Values { get; } = new(mask.Draws(shape), batch.BlockCapacity, perWorker: false);

    /// <summary>Draws a block's masks.</summary>
    public void Draw(int block, int worker)
    {
        float* masks = Values.Block(block, worker);
        float kept = 1 / (1 - mask.Rate);
        int samples = batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
        {
            int sample = batch.SampleIndices[(block * Lanes.PerBlock) + lane];
            var random = new KeyedRandom(batch.Seed, batch.Epoch, sample, mask.Place);
            for (int i = 0; i < Values.Size; i++)
                masks[(i * Lanes.PerBlock) + lane] = random.Uniform(i) >= mask.Rate ? kept : 0;
        }
    }
}

/// <summary>A dropout by itself, of numbers or of whole channels. Both ways it is the same product.</summary>
internal sealed unsafe class MaskBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly Mask _mask;
    private readonly DropoutMasks _masks;

    public MaskBlock(Mask operation, BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _mask = operation;
        _masks = new(operation, step.Shape, to.Batch);
        Activation input = to.ValueOf(step.Inputs[0]);
        Activation output = to.Place(step, to.OutputInPlace(step, input));
        to.Forward.AddBlock((block, worker) =>
        {
            _masks.Draw(block, worker);
            Apply(input.Block(block, worker), _masks.Values.Block(block, worker), output.Block(block, worker));
        });
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        to.Passes.AddBlock((block, worker) =>
        {
            float* gradient = outputGradient.Block(block, worker);
            Apply(gradient, _masks.Values.Block(block, worker), gradient);
        });
        to.Give(_step.Inputs[0], outputGradient);
    }

    private void Apply(float* source, float* masks, float* destination)
    {
        if (!_mask.IsWholeChannels)
        {
            _to.Kernels.MaskElements(source, masks, destination, _step.Shape.Size * Lanes.PerBlock);
            return;
        }

        int plane = _step.Shape.PlaneSize * Lanes.PerBlock;
        for (int c = 0; c < _step.Shape.Channels; c++)
            _to.Kernels.MaskChannel(source + (c * plane), masks + (c * Lanes.PerBlock), destination + (c * plane), _step.Shape.PlaneSize);
    }
}
