namespace Thimble.Training;

/// <summary>What a network must stay within and reach. A line that is not set is not judged.</summary>
/// <param name="Accuracy">The accuracy to reach on the test images, 0 to 1: at least this.</param>
/// <param name="ParametersBelow">The parameter count must be below this.</param>
/// <param name="Epochs">The most epochs.</param>
/// <param name="AccuracyOf">Whose accuracy that is: each run's, or the mean of several seeds.</param>
/// <param name="Ram">The most bytes of RAM that the network as C in 8 bits writes to, the stack not included.</param>
/// <param name="Flash">The most bytes of its constants and, as an estimate, its code.</param>
/// <param name="MultiplyAdds">The most multiply-adds of one image.</param>
public sealed record Budget(
    double? Accuracy = null, int? ParametersBelow = null, int? Epochs = null, AccuracyOf AccuracyOf = AccuracyOf.Run,
    int? Ram = null, int? Flash = null, int? MultiplyAdds = null);
