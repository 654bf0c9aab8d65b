namespace Thimble.Engine.Blocks;

/// <summary>
/// A scale and a shift for each channel, with a ReLU and a dropout of whole channels after it if they were fused: a
/// normalization, whose numbers follow from the batch, or an affine map of trained ones. Either the numbers are written,
/// or the steps that read them scale them.
/// </summary>
internal sealed unsafe class AffineBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly AffineCoefficients _coefficients;
    private readonly DeferredAffine _affine;
    private readonly DropoutMasks? _masks;
    private readonly Activation _input;

    public AffineBlock(AffineCoefficients coefficients, BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _coefficients = coefficients;
        _input = to.ValueOf(step.Inputs[0]);
        bool differs = to.Plan.IsTraining && (coefficients.FollowFromBatch || step.Epilogue.Mask is not null);
        _affine = new(step.Shape.Channels, differs ? to.Batch.BlockCapacity : 1, step.Epilogue.Rectifies);
        _masks = step.Epilogue.Mask is { } mask ? new(mask, step.Shape, to.Batch) : null;
        if (to.Plan.IsTraining)
            coefficients.AddForward(_input);
        if (differs)
            to.Forward.AddBlock(Fill);
        else
            coefficients.Prepare(() => _affine.Fill(block: 0, coefficients.Scales, coefficients.Shifts));
        if (step.IsDeferred)
            to.Place(step, _input, _affine);
        else
            Write();
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        var backward = new AffineBackward(_coefficients, _to, _step, _input, _affine, _masks?.Values, outputGradient);
        to.Passes.AddBlock(backward.Sums, "backward sums");
        to.Passes.AddSerial(backward.Combine);
        if (to.Needs(_step.Inputs[0]))
        {
            to.Passes.AddBlock(backward.InputGradient);
            if (_step.GivesChannelSums)
                to.GiveChannelSums(_step.Inputs[0], backward.ChannelSums);
        }

        to.Give(_step.Inputs[0], outputGradient);
    }

    private void Write()
    {
        Activation output = _to.Place(_step, _to.OutputInPlace(_step, _input));
        _to.Forward.AddBlock((block, worker) => _to.Kernels.BorderedAffine(
            _input.Block(block, worker), _affine.Scales(block), _affine.Shifts(block), _affine.Rectify, output.Block(block, worker), _step.Shape, border: 0));
    }

    private void Fill(int block, int worker)
    {
        _affine.Fill(block, _coefficients.Scales, _coefficients.Shifts);
        if (_masks is null)
            return;
        _masks.Draw(block, worker);
        _affine.Multiply(block, _masks.Values.Block(block, worker));
    }
}
