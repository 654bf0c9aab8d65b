using System.Runtime.Intrinsics;

namespace Thimble.Kernels;

/// <summary>The vector kernels at one register width. <see cref="Best"/> is the widest that the processor has.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The widest registers of this processor; plain floats if it has none.</summary>
    public static KernelSet Best { get; } = NewBest();

    /// <summary>
    /// Whether 3×3 convolutions may be done by F(4×4, 3×3), where it was measured to pay (<see cref="Engine.WinogradChoice"/>). It rounds
    /// about four times as much as direct convolution, and other bits follow from it. Read when a network is compiled.
    /// </summary>
    public bool AllowsTilesOfFour { get; set; }

    /// <summary>The same kernels as <see cref="Best"/>, for someone who sets them otherwise.</summary>
    public static KernelSet NewBest() =>
        Vector512.IsHardwareAccelerated ? new VectorKernels<Vector512Float>()
        : Vector256.IsHardwareAccelerated ? new VectorKernels<Vector256Float>()
        : Vector128.IsHardwareAccelerated ? new VectorKernels<Vector128Float>()
        : new VectorKernels<ScalarFloat>();

    /// <summary>Bits in a register.</summary>
    public abstract int RegisterBits { get; }

    /// <inheritdoc cref="DirectConvolution.Forward"/>
    public abstract void ConvolutionForward(ConvolutionPlan plan, float* input, float* packed, float* bias, bool rectify, float* output);

    /// <inheritdoc cref="ConvolutionWeightGradient.Compute"/>
    public abstract void ConvolutionWeightGradient(ConvolutionPlan plan, float* input, float* outputGradient, float* gradient, float* scratch);

    /// <inheritdoc cref="Winograd.Forward"/>
    public abstract void WinogradForward(WinogradPlan plan, float* input, float* packed, float* bias, bool rectify, float* output, float* scratch);

    /// <inheritdoc cref="WinogradWeightGradient.Compute"/>
    public abstract void WinogradWeightGradient(WinogradPlan plan, float* input, float* outputGradient, float* gradient, float* scratch);

    /// <inheritdoc cref="Winograd4.Forward"/>
    public abstract void Winograd4Forward(Winograd4Plan plan, in DeferredBlock input, float* packed, float* bias, bool rectify, float* output, float* scratch);

    /// <inheritdoc cref="Winograd4WeightGradient.Compute"/>
    public abstract void Winograd4WeightGradient(Winograd4Plan plan, in DeferredBlock input, float* outputGradient, float* gradient, float* scratch);

    /// <summary>The loops of a function of each number.</summary>
    public abstract PointwiseKernel Pointwise<TFunction>(TFunction function)
        where TFunction : struct, IVectorFunction;

    /// <inheritdoc cref="Rows.Border"/>
    public abstract void BorderRows(float* source, int pitch, int height, int width, float* destination, Size2d border);

    /// <inheritdoc cref="Rows.Affine{TVector}"/>
    public abstract void AffineInPlace(float* values, int floats, float scale, float shift, bool rectify);

    /// <inheritdoc cref="Rows.Maximum"/>
    public abstract void MaximumOfRows(float* values, int pitch, int rows, int width, float* destination);

    /// <inheritdoc cref="Sum.Pixels"/>
    public abstract void SumPixels(float* values, int pixels, float* sums);

    /// <inheritdoc cref="Sum.Add"/>
    public abstract void Add(float* source, float* destination, int floats);

    /// <inheritdoc cref="BorderedCopy.Affine"/>
    public abstract void BorderedAffine(float* source, float* scales, float* shifts, bool rectify, float* destination, Shape shape, Size2d border);

    /// <inheritdoc cref="Normalizing.Moments"/>
    public abstract void Moments(float* values, int pixels, float origin, float* sums, float* squares);

    /// <inheritdoc cref="Normalizing.BackwardSums"/>
    public abstract void NormalizationBackwardSums(in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums, float* products);

    /// <inheritdoc cref="Normalizing.Backward"/>
    public abstract void NormalizationBackward(in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums);

    /// <inheritdoc cref="Masking.Channel"/>
    public abstract void MaskChannel(float* source, float* mask, float* destination, int pixels);

    /// <inheritdoc cref="Masking.Elements"/>
    public abstract void MaskElements(float* source, float* mask, float* destination, int floats);

    /// <inheritdoc cref="Pooling.Maximum"/>
    public abstract void MaximumPool(PoolingPlan plan, float* input, float* scales, float* shifts, bool rectify, float* output, float* winners);

    /// <inheritdoc cref="Pooling.MaximumBackward"/>
    public abstract void MaximumPoolBackward(PoolingPlan plan, float* winners, float* outputGradient, float* inputGradient);

    /// <inheritdoc cref="Pooling.Average"/>
    public abstract void AveragePool(PoolingPlan plan, float* input, float* output);

    /// <inheritdoc cref="Pooling.AverageBackward"/>
    public abstract void AveragePoolBackward(PoolingPlan plan, float* outputGradient, float* inputGradient);
}
