using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Residual at work: output = input + branch(input).</summary>
internal sealed unsafe class ResidualOperation : Operation
{
    private readonly OperationContext _context;
    private readonly OperationChain _branch;
    private readonly Activation _input;

    public ResidualOperation(OperationContext context)
    {
        _context = context;
        _input = context.SettledInput();
        _input.Holders++;
        _branch = context.CompileBranch(_input);
        _input.Holders--;
        Activation branchOutput = context.Compilation.Settled(_branch.Output, context.OutputShape);
        bool inPlace = branchOutput.IsOverwritable && !branchOutput.SharesMemoryWith(_input);
        Output = inPlace ? branchOutput : context.NewOutput();
        context.Compilation.Forward.AddBlock((block, worker) => Forward(block, worker, branchOutput));
        if (!context.Training && !inPlace && !branchOutput.SharesMemoryWith(_input))
            context.Compilation.Activations.Return(branchOutput);
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Compilation compilation = _context.Compilation;
        // The branch works on its gradient in place, and the other way still needs it.
        outputGradient.ChannelSums = null;
        outputGradient.IsRectified = false;
        Activation copy = compilation.Gradients.Rent(outputGradient.Size);
        compilation.Backward.AddBlock((block, worker) =>
            Copy(outputGradient.Block(block, worker), copy.Block(block, worker), copy.Floats));
        Activation? branchGradient = _branch.AddBackward(copy, needsInputGradient);
        if (branchGradient is null)
        {
            compilation.Gradients.Return(outputGradient);
            return null;
        }

        compilation.Backward.AddBlock((block, worker) => _context.Kernels.Add(
            branchGradient.Block(block, worker), outputGradient.Block(block, worker), outputGradient.Floats));
        compilation.Gradients.Return(branchGradient);
        return outputGradient;
    }

    private static void Copy(float* source, float* destination, int floats) =>
        new ReadOnlySpan<float>(source, floats).CopyTo(new Span<float>(destination, floats));

    private void Forward(int block, int worker, Activation branchOutput)
    {
        float* output = Output.Block(block, worker);
        if (Output != branchOutput)
            Copy(branchOutput.Block(block, worker), output, Output.Floats);
        _context.Kernels.Add(_input.Block(block, worker), output, Output.Floats);
    }
}
