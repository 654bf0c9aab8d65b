using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>The loops of each function.</summary>
/// <param name="kernels">The kernels to use.</param>
internal sealed class FunctionKernels(KernelSet kernels) : IFunctionVisitor<PointwiseKernel>
{
    /// <summary>The loops of a function.</summary>
    public static PointwiseKernel Of(PointwiseFunction function, KernelSet kernels) => function.Accept(new FunctionKernels(kernels));

    public PointwiseKernel Visit(Rectifier function) => kernels.Pointwise(default(RectifierKernel));

    public PointwiseKernel Visit(LeakyRectifier function) => kernels.Pointwise(new LeakyRectifierKernel(function.Slope));

    public PointwiseKernel Visit(NegativePart function) => kernels.Pointwise(default(NegativePartKernel));

    public PointwiseKernel Visit(Sigmoid function) => kernels.Pointwise(default(SigmoidKernel));

    public PointwiseKernel Visit(SigmoidLinear function) => kernels.Pointwise(default(SigmoidLinearKernel));

    public PointwiseKernel Visit(HardSwishFunction function) => kernels.Pointwise(default(HardSwishKernel));

    public PointwiseKernel Visit(ExponentialLinear function) => kernels.Pointwise(new ExponentialLinearKernel(function.Alpha));
}
