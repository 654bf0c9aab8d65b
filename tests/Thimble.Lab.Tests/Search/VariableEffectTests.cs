using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Lab.Tests.Search;

/// <summary>What each choice gave, from figures that were made up.</summary>
public class VariableEffectTests
{
    [Fact]
    public void Means_intervals_and_shares_are_those_of_the_formulas()
    {
        SearchPlan plan = Searches.Plan(Searches.Small.Replace("{from: 0.01, to: 0.1, log: true}", "[0.1]"));
        // The pool makes 10 of 60 images a step, the batch 2: pool 2: 20, 22; 4: 30, 32; 7: 40, 42.
        SearchStanding[] standings =
        [
            .. plan.Trials.Select(trial =>
            {
                int correct = (trial.Values[0].Label switch { "2" => 20, "4" => 30, _ => 40 }) + (trial.Values[1].Label == "32" ? 2 : 0);
                return new SearchStanding(trial, [new("", trial.Number, 0, 1, TrainingStatus.Completed, [correct], 60, 1)]);
            }),
        ];
        IReadOnlyList<VariableEffect> effects = VariableEffect.Of(new SearchResult(plan, [standings], IsComplete: false));

        // Sums of squares about 31: 121 + 81 + 1 + 1 + 81 + 121 = 406, of which 400 lie between the pools and 6 between the batches.
        // The rate has one value only, so there is nothing to compare.
        Assert.Equal(["pool", "batch"], effects.Select(effect => effect.Variable.Name));
        Assert.Equal((400 - (2 * 6 / 3.0)) / 406, effects[0].Explained!.Value, 12);
        Assert.Equal(0, effects[1].Explained);
        Assert.Equal(["2", "4", "7"], effects[0].Choices.Select(choice => choice.Label));
        Assert.Equal(31.0 / 60, effects[0].Choices[1].Mean!.Value, 12);
        // Two figures, 2 apart: standard deviation √2, divided by √2, times 12.706.
        Assert.Equal(12.706 / 60, effects[0].Choices[1].HalfWidth!.Value, 12);
    }
}
