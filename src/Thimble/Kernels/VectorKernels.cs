namespace Thimble.Kernels;

/// <summary>The kernels compiled for one kind of register.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal sealed unsafe class VectorKernels<TVector> : KernelSet
    where TVector : unmanaged, IVector<TVector>
{
    public override int RegisterBits => TVector.Count * 8 * sizeof(float);

    public override void ConvolutionForward(ConvolutionPlan plan, float* input, float* packed, float* bias, bool rectify, float* output) =>
        DirectConvolution.Forward<TVector>(plan, input, packed, bias, rectify, output);

    public override void ConvolutionWeightGradient(ConvolutionPlan plan, float* input, float* outputGradient, float* gradient, float* scratch) =>
        Kernels.ConvolutionWeightGradient.Compute<TVector>(plan, input, outputGradient, gradient, scratch);

    public override void WinogradForward(WinogradPlan plan, float* input, float* packed, float* bias, bool rectify, float* output, float* scratch) =>
        Winograd.Forward<TVector>(plan, input, packed, bias, rectify, output, scratch);

    public override void WinogradWeightGradient(WinogradPlan plan, float* input, float* outputGradient, float* gradient, float* scratch) =>
        Kernels.WinogradWeightGradient.Compute<TVector>(plan, input, outputGradient, gradient, scratch);

    public override void Winograd4Forward(
        Winograd4Plan plan, in DeferredBlock input, float* packed, float* bias, bool rectify, float* output, float* scratch) =>
        Winograd4.Forward<TVector>(plan, input, packed, bias, rectify, output, scratch);

    public override void Winograd4WeightGradient(Winograd4Plan plan, in DeferredBlock input, float* outputGradient, float* gradient, float* scratch) =>
        Kernels.Winograd4WeightGradient.Compute<TVector>(plan, input, outputGradient, gradient, scratch);

    public override PointwiseKernel Pointwise<TFunction>(TFunction function) => new PointwiseKernel<TVector, TFunction>(function);

    public override void BorderRows(float* source, int pitch, int height, int width, float* destination, Size2d border) =>
        Rows.Border<TVector>(source, pitch, height, width, destination, border);

    public override void AffineInPlace(float* values, int floats, float scale, float shift, bool rectify) =>
        Rows.Affine<TVector>(values, floats, scale, shift, rectify);

    public override void MaximumOfRows(float* values, int pitch, int rows, int width, float* destination) =>
        Rows.Maximum<TVector>(values, pitch, rows, width, destination);

    public override void SumPixels(float* values, int pixels, float* sums) => Sum.Pixels<TVector>(values, pixels, sums);

    public override void Add(float* source, float* destination, int floats) => Sum.Add<TVector>(source, destination, floats);

    public override void BorderedAffine(float* source, float* scales, float* shifts, bool rectify, float* destination, Shape shape, Size2d border) =>
        BorderedCopy.Affine<TVector>(source, scales, shifts, rectify, destination, shape, border);

    public override void Moments(float* values, int pixels, float origin, float* sums, float* squares) =>
        Normalizing.Moments<TVector>(values, pixels, origin, sums, squares);

    public override void NormalizationBackwardSums(in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums, float* products) =>
        Normalizing.BackwardSums<TVector>(terms, input, gradient, pixels, sums, products);

    public override void NormalizationBackward(in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums) =>
        Normalizing.Backward<TVector>(terms, input, gradient, pixels, sums);

    public override void MaskChannel(float* source, float* mask, float* destination, int pixels) =>
        Masking.Channel<TVector>(source, mask, destination, pixels);

    public override void MaskElements(float* source, float* mask, float* destination, int floats) =>
        Masking.Elements<TVector>(source, mask, destination, floats);

    public override void MaximumPool(PoolingPlan plan, float* input, float* scales, float* shifts, bool rectify, float* output, float* winners) =>
        Pooling.Maximum<TVector>(plan, input, scales, shifts, rectify, output, winners);

    public override void MaximumPoolBackward(PoolingPlan plan, float* winners, float* outputGradient, float* inputGradient) =>
        Pooling.MaximumBackward<TVector>(plan, winners, outputGradient, inputGradient);

    public override void AveragePool(PoolingPlan plan, float* input, float* output) =>
        Pooling.Average<TVector>(plan, input, output);

    public override void AveragePoolBackward(PoolingPlan plan, float* outputGradient, float* inputGradient) =>
        Pooling.AverageBackward<TVector>(plan, outputGradient, inputGradient);
}
