namespace Thimble.Deployment;

/// <summary>What a node of a graph computes: the layers as they are when a network is used, and sums of two values.</summary>
internal abstract record GraphOperation
{
    /// <summary>A convolution; the weight is output, input / groups, row, column.</summary>
    public sealed record Convolution(GraphTensor Weight, GraphTensor? Bias, int KernelSize, int Stride, int Padding, int Groups)
        : GraphOperation;

    /// <summary>weight · x + bias of a flat vector; the weight is output, input.</summary>
    public sealed record Dense(GraphTensor Weight, GraphTensor? Bias) : GraphOperation;

    /// <summary>(x − mean) / √(variance + eps) · scale + shift, by running statistics.</summary>
    public sealed record Normalization(GraphTensor Scale, GraphTensor Shift, GraphTensor Mean, GraphTensor Variance, float Eps)
        : GraphOperation
    {
        /// <summary>The same as x · factor + addend, a channel each.</summary>
        public (double[] Factors, double[] Addends) AsAffine()
        {
            double[] factors = new double[Scale.Values.Length];
            double[] addends = new double[factors.Length];
            for (int c = 0; c < factors.Length; c++)
            {
                factors[c] = Scale.Values[c] / Math.Sqrt((double)Variance.Values[c] + Eps);
                addends[c] = Shift.Values[c] - (Mean.Values[c] * factors[c]);
            }

            return (factors, addends);
        }
    }

    /// <summary>max(0, x).</summary>
    public sealed record Rectification : GraphOperation;

    /// <summary>The largest number in each window; what is outside the image does not count.</summary>
    public sealed record MaximumPooling(int KernelSize, int Stride, int Padding) : GraphOperation;

    /// <summary>The mean of each window; what is outside the image counts as zeros.</summary>
    public sealed record AveragePooling(int KernelSize, int Stride, int Padding) : GraphOperation;

    /// <summary>The mean of each channel.</summary>
    public sealed record GlobalAverage : GraphOperation;

    /// <summary>An image as one flat vector.</summary>
    public sealed record Flattening : GraphOperation;

    /// <summary>The sum of two values of one shape.</summary>
    public sealed record Addition : GraphOperation;
}
