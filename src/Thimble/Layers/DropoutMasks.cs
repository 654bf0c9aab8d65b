using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>
/// The masks of a dropout: number i of a sample (of Dropout2d, channel i) is kept, and scaled by 1 / (1 − p), if draw i
/// of (seed, epoch, sample, place) is at least p.
/// </summary>
/// <param name="p">The probability of zero.</param>
/// <param name="draws">Draws a sample.</param>
/// <param name="context">Where the layer is.</param>
internal sealed unsafe class DropoutMasks(float p, int draws, OperationContext context)
{
    /// <summary>The factors of each block: [draw, lane].</summary>
    public Activation Values { get; } = new(draws, context.Batch.BlockCapacity, perWorker: false);

    /// <summary>Draws a block's masks.</summary>
    public void Draw(int block, int worker)
    {
        float* masks = Values.Block(block, worker);
        float kept = 1 / (1 - p);
        int samples = context.Batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
        {
            int sample = context.Batch.SampleIndices[(block * Lanes.PerBlock) + lane];
            var random = new KeyedRandom(context.Batch.Seed, context.Batch.Epoch, sample, context.Place);
            for (int i = 0; i < draws; i++)
                masks[(i * Lanes.PerBlock) + lane] = random.Uniform(i) >= p ? kept : 0;
        }
    }
}
