namespace Thimble.Layers;

/// <summary>What a trainable tensor does, for weight decay by group.</summary>
public enum ParameterKind
{
    /// <summary>The weights of a convolution or a linear layer.</summary>
    Weight,

    /// <summary>A bias of a convolution or a linear layer.</summary>
    Bias,

    /// <summary>The scale or shift of a normalization.</summary>
    Normalization,
}
