namespace Thimble.Diagnosis.Rules;

/// <summary>What is in the data that nothing can be learned from, or that makes an accuracy say less than it seems to.</summary>
internal static class DataRules
{
    private const int MostClasses = 8;
    // From this share of the evaluated images on, an accuracy rests on images that were trained on.
    private const double ManyRepeated = 0.01;

    // A pair or two of simple shapes are alike by chance.
    private const int FewestNear = 3;

    /// <summary>A network that is taught one answer.</summary>
    [TestedBy("DataRulesTests.One_class_only_is_no_task")]
    public static IEnumerable<Finding> OneClass(TrainingPlan plan)
    {
        if (plan.Data is not { } data || new ClassBalance(data.Training) is not { Present: [var only] } training)
            yield break;
        yield return new(
            "one-class", $"All training images are of class {data.NameOf(only)}: there is nothing to tell apart",
            $"{Figures.Count(training.Total, "training image")}, {data.Training.Count} classes in the network{OfLargest(data)}",
            Confidence.Certain, Severity.Problem, "Add images of the other classes, or check the labels.");
    }

    /// <summary>Classes that the network has an output for and no training image.</summary>
    [TestedBy("DataRulesTests.A_class_without_training_images_cannot_be_learned")]
    public static IEnumerable<Finding> MissingClasses(TrainingPlan plan)
    {
        if (plan.Data is not { } data || new ClassBalance(data.Training) is not { Absent.Count: > 0, Present.Count: > 1 } training)
            yield break;
        int evaluated = training.Absent.Sum(label => data.Evaluated[label]);
        int correct = training.Absent.Sum(label => data.Correct?[label] ?? 0);
        yield return new(
            "class-without-images",
            $"{(training.Absent.Count == 1 ? "1 class" : $"{training.Absent.Count} classes")} of {data.Training.Count} {(training.Absent.Count == 1 ? "has" : "have")} no training images: {Listed(data, training.Absent)}",
            $"{Figures.Count(training.Total, "training image")}, all of the other classes; {Figures.Count(evaluated, $"{data.Split} image")} of what was never trained on"
            + (evaluated > 0 && data.Correct is not null ? $", {correct:N0} of them recognized" : ""),
            Confidence.Certain, evaluated > 0 ? Severity.Problem : Severity.Weakness,
            "Add images of these classes, check the labels (they count from 0), or give the network fewer outputs.");
    }

    /// <summary>Classes that are learned and never asked for.</summary>
    [TestedBy("DataRulesTests.A_class_without_evaluated_images_is_not_judged")]
    public static IEnumerable<Finding> UnjudgedClasses(TrainingPlan plan)
    {
        if (plan.Data is not { } data)
            yield break;
        int[] unjudged = [.. new ClassBalance(data.Evaluated).Absent.Where(label => data.Training[label] > 0)];
        if (unjudged.Length == 0)
            yield break;
        yield return new(
            "class-not-judged",
            $"The accuracy says nothing of {(unjudged.Length == 1 ? "class" : "the classes")} {Listed(data, unjudged)}, of which there are no {data.Split} images",
            $"{unjudged.Sum(label => data.Training[label]):N0} training images, 0 {data.Split} images",
            Confidence.Certain, Severity.Note, $"Add {data.Split} images of {(unjudged.Length == 1 ? "this class" : "these classes")}.");
    }

    /// <summary>Classes of very different sizes, which make an accuracy look better than it is.</summary>
    [TestedBy("DataRulesTests.Imbalance_is_shown_beside_guessing_and_balanced_accuracy")]
    public static IEnumerable<Finding> Imbalance(TrainingPlan plan)
    {
        if (plan.Data is not { } data)
            yield break;
        var training = new ClassBalance(data.Training);
        var evaluated = new ClassBalance(data.Evaluated);
        ClassBalance? uneven = training.IsImbalanced ? training : evaluated.IsImbalanced ? evaluated : null;
        if (uneven is null)
            yield break;
        string split = training.IsImbalanced ? "training" : data.Split;
        bool isGuessing = data.Correct is not null && (double)data.Correct.Sum() / evaluated.Total <= evaluated.LargestShare;
        yield return new(
            "imbalanced-classes",
            $"Class {data.NameOf(uneven.Largest)} has {uneven.Counts[uneven.Largest]:N0} {split} images, class {data.NameOf(uneven.Rarest)} has {uneven.Counts[uneven.Rarest]:N0}"
            + (isGuessing ? ": the accuracy is no better than guessing" : ""),
            $"{Figures.Count(uneven.Total, $"{split} image")} of {uneven.Present.Count} classes{OfLargest(data)}",
            Confidence.Certain, isGuessing ? Severity.Problem : Severity.Weakness,
            "Judge by the balanced accuracy; add images of the rare classes, or repeat the ones that there are.");
    }

    /// <summary>Images that are trained on and judged by.</summary>
    [TestedBy("DataRulesTests.Test_images_that_are_trained_on_are_counted_and_named")]
    public static IEnumerable<Finding> RepeatedImages(TrainingPlan plan)
    {
        if (plan.Data is not { Repeated.Count: > 0 } data)
            yield break;
        RepeatedImages repeated = data.Repeated;
        int total = data.Evaluated.Sum();
        string pairs = string.Join(", ", repeated.First.Select(pair => $"{data.Split} {pair.Evaluated} is training {pair.Training}"));
        string rest = data.Correct is not null && repeated.Correct is { } correct && total > repeated.Count
            ? $"; accuracy {Figures.Percent((double)data.Correct.Sum() / total)} with them, {Figures.Percent((double)(data.Correct.Sum() - correct) / (total - repeated.Count))} without"
            : "";
        yield return new(
            "images-in-both-splits",
            $"{repeated.Count:N0} of the {total:N0} {data.Split} images {(repeated.Count == 1 ? "is a training image" : "are training images")}, too",
            $"The same pixels, counted from 0: {pairs}{(repeated.Count > repeated.First.Count ? ", …" : "")}"
            + (repeated.OtherLabel > 0 ? $"; {repeated.OtherLabel:N0} with another label" : "") + rest,
            Confidence.Certain, repeated.Count >= ManyRepeated * total ? Severity.Problem : Severity.Weakness,
            "Take them out of one of the two: the accuracy is meant for images that the network has not seen.");
    }

    /// <summary>Images that are nearly trained on and judged by.</summary>
    [TestedBy("DataRulesTests.Test_images_that_are_nearly_training_images_are_counted_and_named")]
    public static IEnumerable<Finding> NearDuplicates(TrainingPlan plan)
    {
        if (plan.Data is not { Near: { Count: > 0 } near } data)
            yield break;
        int total = data.Evaluated.Sum();
        int others = total - near.Count - data.Repeated.Count;
        // A few pairs may be chance: among some hundred thin strokes of the digit 1 two are alike.
        bool few = near.Count < FewestNear || near.Count < ManyRepeated * total;
        string pairs = string.Join(", ", near.First.Select(pair => $"{data.Split} {pair.Evaluated} and training {pair.Training}"));
        string rest = data.Correct is not null && near.Correct is { } correct && data.Repeated.Correct is { } same && others > 0
            ? $"; accuracy {Figures.Percent((double)data.Correct.Sum() / total)} with them, {Figures.Percent((double)(data.Correct.Sum() - correct - same) / others)} on images that are no copies"
            : "";
        yield return new(
            "near-duplicates",
            $"{near.Count:N0} of the {total:N0} {data.Split} images ({Figures.Percent((double)near.Count / total)}) {(near.Count == 1 ? "is" : "are")} nearly the same as a training image",
            $"Pixels correlate by at least 98%, far more than with other training images: {pairs}{(near.Count > near.First.Count ? ", …" : "")}"
            + (near.OtherLabel > 0 ? $"; {near.OtherLabel:N0} with another label" : "") + rest,
            few ? Confidence.Possible : Confidence.Likely, few ? Severity.Note : Severity.Problem,
            $"Look at the pairs{(few ? ": simple shapes can be alike by nature" : "")}. If they are copies, take out one of the two: the accuracy is meant for images that the network has not seen.");
    }

    /// <summary>Training images that the network is sure to be of another class than their label says.</summary>
    [TestedBy("DataRulesTests.Labels_that_may_be_wrong_are_named")]
    public static IEnumerable<Finding> SuspectLabels(TrainingPlan plan)
    {
        if (plan.Data is not { Suspects: { Count: > 0 } suspects } data)
            yield break;
        string named = string.Join(", ", suspects.First.Select(one => $"{one.Image} ({data.NameOf(one.Label)}) looks like {data.NameOf(one.Class)}"));
        yield return new(
            "suspect-labels",
            $"{Figures.Count(suspects.Count, "training image")} may have the wrong label",
            $"Predicted as another class with at least {suspects.Least} confidence {suspects.Judges}: {named}{(suspects.Count > suspects.First.Count ? ", …" : "")}",
            Confidence.Likely, Severity.Weakness, "Look at them (the report shows them), and mend the labels that are wrong.");
    }

    // What an accuracy has to be held against where classes differ in size.
    private static string OfLargest(DataStatistics data)
    {
        var evaluated = new ClassBalance(data.Evaluated);
        if (evaluated.Total == 0)
            return "";
        string guess = $"; always guessing class {data.NameOf(evaluated.Largest)} reaches {Figures.Percent(evaluated.LargestShare)} of the {data.Split} images";
        return data.Correct is null
            ? guess
            : $"{guess}, the network {Figures.Percent((double)data.Correct.Sum() / evaluated.Total)} and a balanced accuracy (mean recall) of {Figures.Percent(data.BalancedAccuracy!.Value)}";
    }

    private static string Listed(DataStatistics data, IReadOnlyList<int> classes) => classes.Count > MostClasses
        ? $"{string.Join(", ", classes.Take(MostClasses).Select(data.NameOf))} and {classes.Count - MostClasses} more"
        : Figures.Listed(classes.Select(data.NameOf));
}
