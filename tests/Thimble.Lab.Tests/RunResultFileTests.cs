using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>How a run ended, kept as JSON: the bytes of the format, and that nothing else is accepted.</summary>
public sealed class RunResultFileTests : IDisposable
{
    private const string Line = """{"name": "epochs", "required": "at most 1", "measured": "1", "met": true, "remark": "met exactly"}""";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_format_is_the_one_of_kept_runs()
    {
        var best = new EpochResult(1, 1, 0.5, new(0.5, 30, 60), new EvaluationResult(0.25, 9, 10), 0.1, default, default);
        var final = new EpochResult(2, 1, 0.5, new(double.NaN, 45, 60), new EvaluationResult(0.75, 8, 10), 0.1, default, default);

        RunResultFile.Write(
            _path, new(TrainingStatus.Completed, [best, final]) { EvaluatedSplit = "validation" }, new([new("epochs", "at most 1", "1", true, "met exactly")]));

        Assert.Equal(
            """
            {
              "status": "completed",
              "epochs": 2,
              "evaluated_on": "validation",
              "final": {
                "epoch": 2,
                "training": {
                  "loss": null,
                  "correct": 45,
                  "count": 60,
                  "accuracy": 0.75
                },
                "validation": {
                  "loss": 0.75,
                  "correct": 8,
                  "count": 10,
                  "accuracy": 0.8
                }
              },
              "best_by_validation_accuracy": {
                "epoch": 1,
                "training": {
                  "loss": 0.5,
                  "correct": 30,
                  "count": 60,
                  "accuracy": 0.5
                },
                "validation": {
                  "loss": 0.25,
                  "correct": 9,
                  "count": 10,
                  "accuracy": 0.9
                }
              },
              "budget_met": true,
              "verdict": [
                {
                  "name": "epochs",
                  "required": "at most 1",
                  "measured": "1",
                  "met": true,
                  "remark": "met exactly"
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(_path).ReplaceLineEndings("\n"));
        Assert.Equal(TrainingStatus.Completed, RunResultFile.Read(_path).Status);
    }

    [Fact]
    public void A_run_without_an_epoch_says_so()
    {
        RunResultFile.Write(_path, new(TrainingStatus.Cancelled, [], "stopped in epoch 1"), new([]));

        Assert.Contains("\"best_by_test_accuracy\": null", File.ReadAllText(_path));
        Assert.Equal("stopped in epoch 1", RunResultFile.Read(_path).Reason);
    }

    [Fact]
    public void A_run_that_is_older_than_held_out_images_can_be_read()
    {
        File.WriteAllText(_path, $$"""{"status": "diverged", "epochs": 0, "final": null, "best_by_test_accuracy": null, "budget_met": true, "verdict": [{{Line}}]}""");

        Assert.Equal("met exactly", Assert.Single(RunResultFile.Read(_path).Verdict.Lines).Remark);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"status": "fine", "epochs": 0, "final": null, "budget_met": true, "verdict": []}""")]
    [InlineData("""{"status": 0, "epochs": 0, "final": null, "budget_met": true, "verdict": []}""")]
    [InlineData("""{"status": "completed", "epochs": "0", "final": null, "budget_met": true, "verdict": []}""")]
    [InlineData("""{"status": "completed", "epochs": 0, "final": null, "budget_met": true, "verdict": [{"name": "epochs"}]}""")]
    [InlineData("""{"status": "completed", "epochs": 0, "final": null, "budget_met": true, "verdict": null}""")]
    [InlineData("""{"status": "completed", "epochs": 0, "final": null, "budget_met": true, "verdict": [], "more": 1}""")]
    [InlineData("""{"status": "completed", "epochs": 0, "epochs": 0, "final": null, "budget_met": true, "verdict": []}""")]
    [InlineData("""{"status": "completed", "epochs": 0, "final": null, "budget_met": true, "verdict": [null]}""")]
    public void Damage_is_reported_in_one_line_that_names_the_file(string text)
    {
        File.WriteAllText(_path, text);

        string message = Assert.Throws<InvalidInputException>(() => RunResultFile.Read(_path)).Message;
        Assert.StartsWith($"{_path}: damaged (", message);
        Assert.EndsWith("); train again", message);
        Assert.DoesNotContain('\n', message);
    }
}
