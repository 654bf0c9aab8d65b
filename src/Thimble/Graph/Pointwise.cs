namespace Thimble.Graph;

/// <summary>A function of each number.</summary>
/// <param name="Function">The function.</param>
internal sealed record Pointwise(PointwiseFunction Function) : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => Function.IsDerivativeOfOutput ? DerivativeReads.Output : DerivativeReads.Inputs;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => inputs[0].Select((x, _) => Function.Value(x));

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [inputs[0].Select((x, _) => Function.Derivative(Function.IsDerivativeOfOutput ? Function.Value(x) : x)).Times(outputGradient)];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>A function of one number and its derivative. What computes it fast, or in another language, is asked of an <see cref="IFunctionVisitor{TResult}"/>.</summary>
internal abstract record PointwiseFunction
{
    /// <summary>Whether the derivative is taken as a function of the output, so that the input need not be kept.</summary>
    public virtual bool IsDerivativeOfOutput => false;

    /// <summary>f(x).</summary>
    public abstract double Value(double x);

    /// <summary>f′(x), or the same as a function of f(x) where <see cref="IsDerivativeOfOutput"/>.</summary>
    public abstract double Derivative(double at);

    /// <summary>Calls the visitor's member for this function.</summary>
    public abstract TResult Accept<TResult>(IFunctionVisitor<TResult> visitor);
}

/// <summary>Something that is done with every function: a kernel, an expression in another language.</summary>
internal interface IFunctionVisitor<out TResult>
{
    /// <summary>max(0, x).</summary>
    TResult Visit(Rectifier function);

    /// <summary>x where it is positive, elsewhere a fraction of it.</summary>
    TResult Visit(LeakyRectifier function);

    /// <summary>min(0, x).</summary>
    TResult Visit(NegativePart function);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    TResult Visit(Sigmoid function);

    /// <summary>x / (1 + e⁻ˣ).</summary>
    TResult Visit(SigmoidLinear function);

    /// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
    TResult Visit(HardSwishFunction function);

    /// <summary>x where it is positive, elsewhere alpha · (eˣ − 1).</summary>
    TResult Visit(ExponentialLinear function);
}

/// <summary>max(0, x). Its slope at 0 is 0, as in PyTorch.</summary>
internal sealed record Rectifier : PointwiseFunction
{
    public override bool IsDerivativeOfOutput => true;

    public override double Value(double x) => Math.Max(0, x);

    public override double Derivative(double at) => at > 0 ? 1 : 0;

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>x where it is positive, elsewhere slope · x; the slope is not negative, so the output has the input's sign.</summary>
/// <param name="Slope">The slope below 0.</param>
internal sealed record LeakyRectifier(float Slope) : PointwiseFunction
{
    public override double Value(double x) => x > 0 ? x : Slope * x;

    public override double Derivative(double at) => at > 0 ? 1 : Slope;

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>min(0, x): what a rectifier cuts off.</summary>
internal sealed record NegativePart : PointwiseFunction
{
    // PyTorch's PReLU gives the slope below zero to 0 as well, where x > 0 does not hold.
    public override double Value(double x) => Math.Min(0, x);

    public override double Derivative(double at) => at > 0 ? 0 : 1;

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>The logistic function, 1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid : PointwiseFunction
{
    public override bool IsDerivativeOfOutput => true;

    public override double Value(double x) => 1 / (1 + Math.Exp(-x));

    public override double Derivative(double at) => at * (1 - at);

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>x times its logistic function, which PyTorch calls SiLU (Elfwing, Uchibe and Doya, 2018).</summary>
internal sealed record SigmoidLinear : PointwiseFunction
{
    public override double Value(double x) => x / (1 + Math.Exp(-x));

    public override double Derivative(double at)
    {
        double sigmoid = 1 / (1 + Math.Exp(-at));
        return sigmoid * (1 + (at * (1 - sigmoid)));
    }

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>x · min(max(x + 3, 0), 6) / 6 (Howard et al., "Searching for MobileNetV3", 2019).</summary>
internal sealed record HardSwishFunction : PointwiseFunction
{
    public override double Value(double x) => x * Math.Clamp(x + 3, 0, 6) / 6;

    // At the two corners PyTorch takes the slope from the outside.
    public override double Derivative(double at) => at <= -3 ? 0 : at >= 3 ? 1 : (at / 3) + 0.5;

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}

/// <summary>x where it is positive, elsewhere alpha · (eˣ − 1), which PyTorch calls ELU (Clevert, Unterthiner and Hochreiter, 2016).</summary>
/// <param name="Alpha">How far below 0 an output can get; above 0, so the output has the input's sign.</param>
internal sealed record ExponentialLinear(float Alpha) : PointwiseFunction
{
    public override bool IsDerivativeOfOutput => true;

    public override double Value(double x) => x > 0 ? x : Alpha * (Math.Exp(x) - 1);

    // Below 0 the slope is alpha · eˣ, which is the output plus alpha.
    public override double Derivative(double at) => at > 0 ? 1 : at + Alpha;

    public override TResult Accept<TResult>(IFunctionVisitor<TResult> visitor) => visitor.Visit(this);
}
