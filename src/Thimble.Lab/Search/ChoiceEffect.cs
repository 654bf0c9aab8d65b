namespace Thimble.Lab.Search;

/// <summary>What one value of a variable gave.</summary>
/// <param name="Label">The value, or a part of its range.</param>
/// <param name="Trials">How many trials had it.</param>
/// <param name="Failures">How many of those learned nothing; they are not in the mean.</param>
/// <param name="Mean">The mean validation accuracy of the others; null if there is none.</param>
/// <param name="HalfWidth">
/// Half the width of the 95% interval of the expected mean (Student's t): mean ± this; null for fewer than two trials.
/// </param>
public sealed record ChoiceEffect(string Label, int Trials, int Failures, double? Mean, double? HalfWidth);
