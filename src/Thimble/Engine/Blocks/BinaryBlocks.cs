using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>The sum of two values, in place of the first where nobody else needs it.</summary>
internal sealed unsafe class AddBlock : BlockStep
{
    private readonly Step _step;

    public AddBlock(BlockEmitter to, Step step)
    {
        _step = step;
        Activation first = to.ValueOf(step.Inputs[0]);
        Activation second = to.ValueOf(step.Inputs[1]);
        Activation output = to.Place(step, to.OutputInPlace(step, first));
        to.Forward.AddBlock((block, worker) =>
        {
            float* sum = output.Block(block, worker);
            if (output != first)
                Copy(first.Block(block, worker), sum, output.Floats);
            to.Kernels.Add(second.Block(block, worker), sum, output.Floats);
        });
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        // What reads the one gradient works on it in place, and the other way still needs it.
        if (to.Needs(_step.Inputs[0]) && to.Needs(_step.Inputs[1]))
        {
            Activation copy = to.Gradients.Rent(outputGradient.Size);
            to.Passes.AddBlock((block, worker) => Copy(outputGradient.Block(block, worker), copy.Block(block, worker), copy.Floats));
            to.Give(_step.Inputs[1], outputGradient);
            to.Give(_step.Inputs[0], copy);
        }
        else
        {
            to.Give(_step.Inputs[to.Needs(_step.Inputs[0]) ? 0 : 1], outputGradient);
        }
    }

    private static void Copy(float* source, float* destination, int floats) =>
        new ReadOnlySpan<float>(source, floats).CopyTo(new Span<float>(destination, floats));
}

/// <summary>The product of two values, of which the second may have one number a channel.</summary>
internal sealed unsafe class MultiplyBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly Activation _first;
    private readonly Activation _second;
    private readonly bool _isByChannel;
    private readonly float* _zeros;
    private readonly AlignedArray<float> _zeroMemory = new(2 * Lanes.PerBlock);

    public MultiplyBlock(BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _first = to.ValueOf(step.Inputs[0]);
        _second = to.ValueOf(step.Inputs[1]);
        _isByChannel = Multiply.IsByChannel(to.ShapeOf(step.Inputs[0]), to.ShapeOf(step.Inputs[1]));
        _zeros = _zeroMemory.Pointer;
        Activation output = to.Place(step, to.OutputInPlace(step, _first));
        to.Forward.AddBlock((block, worker) => Product(_first.Block(block, worker), _second.Block(block, worker), output.Block(block, worker)));
    }

    private int Channels => _isByChannel ? _step.Shape.Channels : 1;

    private int Pixels => _step.Shape.Size / Channels;

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        if (to.Needs(_step.Inputs[1]))
        {
            Activation second = to.Gradients.Rent(_second.Size);
            to.Passes.AddBlock((block, worker) => SecondGradient(block, worker, outputGradient, second), "second gradient");
            to.Give(_step.Inputs[1], second);
        }

        to.Passes.AddBlock((block, worker) =>
        {
            float* gradient = outputGradient.Block(block, worker);
            Product(gradient, _second.Block(block, worker), gradient);
        });
        to.Give(_step.Inputs[0], outputGradient);
    }

    private void Product(float* first, float* second, float* product)
    {
        if (!_isByChannel)
        {
            _to.Kernels.MaskElements(first, second, product, _step.Shape.Size * Lanes.PerBlock);
            return;
        }

        int plane = Pixels * Lanes.PerBlock;
        for (int c = 0; c < Channels; c++)
            _to.Kernels.MaskChannel(first + (c * plane), second + (c * Lanes.PerBlock), product + (c * plane), Pixels);
    }

    // By channel: Σ over pixels of gradient · first. A normalization's backward sums are that about a mean, which is 0 here.
    private void SecondGradient(int block, int worker, Activation outputGradient, Activation second)
    {
        float* gradient = outputGradient.Block(block, worker);
        float* first = _first.Block(block, worker);
        float* target = second.Block(block, worker);
        if (!_isByChannel)
        {
            _to.Kernels.MaskElements(gradient, first, target, second.Floats);
            return;
        }

        float* sums = stackalloc float[Lanes.PerBlock];
        var terms = new NormalizationGradient { Scales = _zeros, Shifts = _zeros };
        int plane = Pixels * Lanes.PerBlock;
        for (int c = 0; c < Channels; c++)
            _to.Kernels.NormalizationBackwardSums(terms, first + (c * plane), gradient + (c * plane), Pixels, sums, target + (c * Lanes.PerBlock));
    }
}
