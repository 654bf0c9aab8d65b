namespace Thimble.Kernels;

/// <summary>The kernels compiled for one kind of register.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal sealed unsafe class VectorKernels<TVector> : KernelSet
    where TVector : unmanaged, IVector<TVector>
{
    public override int RegisterBits => TVector.Count * 8 * sizeof(float);

    public override void ConvolutionForward(ConvolutionPlan plan, float* input, float* packed, float* bias, float* output) =>
        Convolution.Forward<TVector>(plan, input, packed, bias, output);

    public override void ConvolutionWeightGradient(ConvolutionPlan plan, float* input, float* outputGradient, float* gradient, float* scratch) =>
        Kernels.ConvolutionWeightGradient.Compute<TVector>(plan, input, outputGradient, gradient, scratch);

    public override void RectifierForward(float* source, float* destination, int floats) =>
        Rectifier.Forward<TVector>(source, destination, floats);

    public override void RectifierBackward(float* output, float* gradient, int floats) =>
        Rectifier.Backward<TVector>(output, gradient, floats);

    public override void SumPixels(float* values, int pixels, float* sums) => Sum.Pixels<TVector>(values, pixels, sums);

    public override void Add(float* source, float* destination, int floats) => Sum.Add<TVector>(source, destination, floats);

    public override void SquaredDeviations(float* values, int pixels, float mean, float* squares) =>
        BatchNormalization.SquaredDeviations<TVector>(values, pixels, mean, squares);

    public override void Affine(float* source, float* destination, int floats, float scale, float shift) =>
        BatchNormalization.Affine<TVector>(source, destination, floats, scale, shift);

    public override void NormalizationBackwardSums(float* input, float* gradient, int pixels, float mean, float* sums, float* products) =>
        BatchNormalization.BackwardSums<TVector>(input, gradient, pixels, mean, sums, products);

    public override void NormalizationBackward(float* input, float* gradient, int floats, float a, float b, float c) =>
        BatchNormalization.Backward<TVector>(input, gradient, floats, a, b, c);

    public override void MaskChannel(float* source, float* mask, float* destination, int pixels) =>
        Masking.Channel<TVector>(source, mask, destination, pixels);

    public override void MaskElements(float* source, float* mask, float* destination, int floats) =>
        Masking.Elements<TVector>(source, mask, destination, floats);

    public override void MaximumPool(PoolingPlan plan, float* input, float* output, float* winners) =>
        Pooling.Maximum<TVector>(plan, input, output, winners);

    public override void MaximumPoolBackward(PoolingPlan plan, float* winners, float* outputGradient, float* inputGradient) =>
        Pooling.MaximumBackward<TVector>(plan, winners, outputGradient, inputGradient);

    public override void AveragePool(PoolingPlan plan, float* input, float* output) =>
        Pooling.Average<TVector>(plan, input, output);

    public override void AveragePoolBackward(PoolingPlan plan, float* outputGradient, float* inputGradient) =>
        Pooling.AverageBackward<TVector>(plan, outputGradient, inputGradient);
}
