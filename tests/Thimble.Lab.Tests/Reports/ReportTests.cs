using System.Text.RegularExpressions;
using System.Xml.Linq;
using Thimble.Lab.Reports;

namespace Thimble.Lab.Tests.Reports;

/// <summary>A report says everything that a run's folder says, and says what is missing in it.</summary>
public sealed partial class ReportTests : IDisposable
{
    private static readonly string[] Sections =
    [
        "Result", "Analysis", "Model card", "Model", "Accuracy per class", "Worst mistakes", "Confidence", "First layer's filters", "Why",
        "Training log", "Environment", "Repeat it",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void The_report_of_a_small_run_is_this()
    {
        Report report = Report.Of(ReportedRun.Create(_root, 95, 98, 96));

        // What the rules find is theirs to test; here it would change with every rule.
        Snapshot.Matches("report.md", AnalysisBody().Replace(report.Markdown, "## Analysis\n\n(findings)\n\n"));
        Assert.Equal(["accuracy.svg", "confusion.svg", "filters.svg", "loss.svg", "mistakes.svg", "network.svg"], report.Plots.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Plots.Values, svg => Assert.Contains("<style>", XDocument.Parse(svg).ToString()));
    }

    [Fact]
    public void A_page_has_every_section_and_needs_nothing_else()
    {
        string html = Report.Of(ReportedRun.Create(_root, 95, 98, 96)).Html;

        Assert.Equal(Sections, Headings().Matches(html).Select(match => match.Groups["text"].Value.Replace("&#39;", "'")));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotMatch(@"(?:src|href)=""(?!data:|#)", html);
        Assert.DoesNotContain("url(", html);
        Assert.Contains("prefers-color-scheme:dark", html);
        Assert.Contains("@media print", html);
        Assert.Contains("width=device-width", html);
    }

    [Fact]
    public void Nothing_that_a_run_says_becomes_markup()
    {
        Report report = Report.Of(ReportedRun.Create(_root, 95, 98, 96));

        Assert.Contains("97% &lt;in&gt; 3 *epochs*", report.Html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", report.Html);
        Assert.Contains("A &amp; B", report.Html);
        Assert.Contains("97% &lt;in\\> 3 \\*epochs\\*", report.Markdown);
        Assert.Contains("\\| pipes \\| and &lt;script\\>alert(1)&lt;/script\\>", report.Markdown);
        // A page is not XML, but ours is once its void elements are closed: so nothing in it is left open.
        XDocument.Parse(VoidElements().Replace(report.Html.Replace("<!doctype html>", ""), "<$1/>"));
    }

    [Fact]
    public void A_page_tells_best_and_final_apart_and_names_the_data()
    {
        string html = Report.Of(ReportedRun.Create(_root, 95, 98, 96)).Html;

        Assert.Contains("<th scope=\"row\">Final epoch</th><td class=\"number\">3</td><td class=\"number\">96.00% (96 of 100)</td>", html);
        Assert.Contains("<th scope=\"row\">Best epoch</th><td class=\"number\">2</td><td class=\"number\">98.00% (98 of 100)</td>", html);
        Assert.Contains("picked by looking at the test images", html);
        Assert.Contains("mnist, 100 images (sha256 eeeeffff0000…)", html);
        Assert.DoesNotContain("/secret/folder", html);
        Assert.Contains("thimble train small --out &#39;my run&#39;\\&#39;&#39;s&#39;", html);
    }

    [Fact]
    public void The_figures_of_others_stand_beside_ours()
    {
        string markdown = Report.Of(ReportedRun.Create(_root, 95, 98, 96)).Markdown;

        Assert.Contains("| Best test accuracy of any epoch | 98.00% | 99.00% | −1.00 points |", markdown);
        Assert.Contains("| Parameters | 100 | 101 | −1 |", markdown);
        Assert.Contains("The best accuracy of a book, 99.00%, is not reached: here it is 98.00%, in epoch 2.", markdown);
    }

    [Theory]
    [InlineData("predictions.csv", "Accuracy per class", "the run did not keep its predictions")]
    [InlineData("mistakes.json", "Worst mistakes", "the run did not keep its mistakes")]
    [InlineData("probe.json", "Analysis", "the run did not keep what a probe found there")]
    [InlineData("probe.json", "Confidence", "the run did not keep it")]
    [InlineData("final.safetensors", "First layer's filters", "there are no weights")]
    [InlineData("result.json", "Result", "There is no verdict")]
    [InlineData("environment.json", "Environment", "the environment cannot be read")]
    [InlineData("metrics.csv", "Result", "No epoch was completed")]
    [InlineData("log.txt", "Training log", "Nothing was logged")]
    public void What_is_missing_or_damaged_is_said_and_the_rest_is_there(string file, string section, string expected)
    {
        RunFolder folder = ReportedRun.Create(_root, 95, 98, 96);
        File.Delete(Path.Combine(folder.Path, file));
        AssertSays(folder, file, section, expected);
        if (file != "log.txt")
        {
            File.WriteAllText(Path.Combine(folder.Path, file), "{\"a\": ");
            AssertSays(folder, file, section, expected);
        }
    }

    [Fact]
    public void Curves_and_confusion_come_before_everything_but_the_verdict()
    {
        string markdown = Report.Of(ReportedRun.Create(_root, 95, 98, 96)).Markdown;

        string[] pictures = ["(accuracy.svg)", "(loss.svg)", "(confusion.svg)"];
        int verdict = markdown.IndexOf("The budget is missed", StringComparison.Ordinal);
        int table = markdown.IndexOf("| Final epoch |", StringComparison.Ordinal);
        Assert.All(pictures, picture => Assert.InRange(markdown.IndexOf(picture, StringComparison.Ordinal), verdict, table));
    }

    [Fact]
    public void Notes_are_folded_and_weightier_findings_are_not()
    {
        XElement page = Page(Report.Of(ReportedRun.Create(_root, 95, 98, 96)));

        XElement[] folded = [.. page.Descendants("details")];
        Assert.Contains(folded, one => one.Element("summary")!.Value.EndsWith("notes", StringComparison.Ordinal));
        XElement[] findings = [.. page.Descendants("li").Where(item => (string?)item.Attribute("class") is "note" or "problem" or "weakness")];
        Assert.Equal(["note", "problem", "weakness"], findings.Select(item => (string)item.Attribute("class")!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(findings, item => Assert.Equal((string)item.Attribute("class")! == "note", item.Ancestors("details").Any()));
    }

    [Fact]
    public void The_model_card_has_data_cost_and_limits()
    {
        string markdown = Report.Of(ReportedRun.Create(_root, 95, 98, 96)).Markdown;

        Assert.Contains("| Accuracy | 96.00% (96 of 100) of the test images, final weights; 95% interval 90.16% to 98.43% |", markdown);
        Assert.Contains("| Budget | accuracy at least 97.00%: missed; parameters under 100: missed; epochs at most 3: met |", markdown);
        // 90 weights and 10 biases, and the table of steps.
        Assert.Matches(@"\| As C, in single precision \| flash 5\d\d bytes of constants, and the code; RAM 420 bytes, and the stack", markdown);
        // Three rows of 28 pixels; ten sums of a place and ten of the means, 32 bits each; two counters of each of two steps.
        Assert.Matches(@"\| As C, in 8 bits \| flash about 3,\d\d\d bytes, 1\d\d of them constants; RAM 168 bytes, 84 of them 3 rows of the image, and the stack \|", markdown);
        Assert.Contains("It refuses 1.0% of the test images. Of the foreign pictures that Thimble makes, the kind it refuses least is noise (75.0%).", markdown);
    }

    [Fact]
    public void A_damaged_experiment_still_has_a_report()
    {
        RunFolder folder = ReportedRun.Create(_root, 95, 98, 96);
        File.WriteAllText(folder.ExperimentFile, "name: small\n");

        string markdown = Report.Of(folder).Markdown;

        Assert.Contains("> **Note:** experiment.yaml:1: the key", markdown);
        Assert.Contains("96.00% (96 of 100)", markdown);
    }

    [Fact]
    public void A_run_without_an_epoch_has_a_report()
    {
        string markdown = Report.Of(ReportedRun.Create(_root)).Markdown;

        Assert.Contains("No epoch was completed.", markdown);
    }

    [Fact]
    public void Impossible_figures_are_not_drawn()
    {
        RunFolder folder = ReportedRun.Create(_root, 95, 98, 96);
        File.WriteAllText(folder.MetricsFile, File.ReadAllText(folder.MetricsFile).Replace(",98,100,", ",980,100,"));

        Assert.Contains("> **Note:** metrics.csv: damaged: it has accuracies below 0% or above 100%", Report.Of(folder).Markdown);
    }

    [Fact]
    public void Several_runs_are_compared_and_each_has_its_sections()
    {
        RunFolder first = ReportedRun.Create(_root, 95, 98, 96);
        RunFolder second = ReportedRun.Create(_root, 90, 97);

        Report report = Report.Of(first, second, first);

        Assert.Contains("| small/1 | mnist, test | 100 | 3 | 96.00% | 90.16% to 98.43% | 98.00% (epoch 2) | 90.00% | 7.5 s | missed: accuracy, parameters |", report.Markdown);
        Assert.Contains("[small/2](#2-small-2)", report.Markdown);
        string[] differences = ["More than luck?", "Recipe, data and budget", "Networks", "Inside the trained networks"];
        Assert.All(differences, title => Assert.Contains($"\n### {title}\n", report.Markdown));
        Assert.Equal((2 * Sections.Length) + differences.Length, Regex.Count(report.Markdown, "^### ", RegexOptions.Multiline));
        string[] plots = ["accuracy-parameters.svg", "accuracy-time.svg", "evaluated-accuracy.svg", "training-accuracy.svg", "1-small-1-accuracy.svg", "2-small-2-loss.svg"];
        Assert.Subset(report.Plots.Keys.ToHashSet(), plots.ToHashSet());
        Assert.Contains("id=\"2-small-2-worst-mistakes\"", report.Html);
        Assert.Contains("small/2, epoch 1: 90.00%", report.Html);
    }

    [Fact]
    public void The_analysis_says_what_a_probe_found_layer_by_layer()
    {
        RunFolder folder = ReportedRun.Create(_root, 95, 98, 96);

        string markdown = Report.Of(folder).Markdown;

        Assert.Contains("**1 channel of 3 outputs only zeros**", markdown);
        Assert.Contains("100 test images are too few to tell whether the running statistics fit", markdown);
        Assert.Contains("| Conv2d-1 weight | 2.0e-1 | 1.0e-2 | 4.0e-4 | 2.0e-3 |", markdown);
        Assert.DoesNotContain("Conv2d-1 bias", markdown);
        Assert.Contains("| ReLU-2 | 3 | 1 | 0 | 1 | 41.67% |", markdown);
        Assert.Contains("| Training images, without dropout and augmentation | 98.00% of 5,000 | 0.1250 |", markdown);
    }

    [Fact]
    public void Several_runs_are_set_apart_by_what_was_run_and_by_more_than_luck()
    {
        RunFolder first = ReportedRun.Create(_root, 95, 98, 96);
        RunFolder second = ReportedRun.Create(_root, 90, 97);
        RunFolder third = ReportedRun.Create(_root, 40);
        string yaml = File.ReadAllText(second.ExperimentFile);
        File.WriteAllText(second.ExperimentFile, yaml.Replace("learning_rate: 0.1", "learning_rate: 0.2").Replace("kernel: 3", "kernel: 5"));

        string markdown = Report.Of(first, second, third).Markdown;

        Assert.Contains("| small/1 | small/2 | 0 | 1 | p = 1.0000 | luck would explain it, neither is shown to be better |", markdown);
        Assert.Contains("| small/1 | small/3 | 56 | 0 | p < 0.0001 | more than luck, small/1 is better |".Replace("<", "&lt;"), markdown);
        Assert.Contains("p is below 0.0167: 5% divided by 3 pairs", markdown);
        Assert.Contains("| recipe.optimizer.sgd.learning\\_rate | 0.1 | 0.2 | 0.1 |", markdown);
        Assert.Contains("small/2, where it is not small/1:", markdown);
        Assert.Contains("small/3 has the network of small/1.", markdown);
        Assert.Contains("| dead channels | 1 of 3 | 1 of 3 | 1 of 3 |", markdown);
    }

    [Fact]
    public void Runs_on_different_images_are_not_tested_against_each_other()
    {
        RunFolder first = ReportedRun.Create(_root, 95, 98, 96);
        RunFolder second = ReportedRun.Create(_root, 90, 97);
        File.WriteAllText(second.EnvironmentFile, File.ReadAllText(second.EnvironmentFile).Replace("eeeeffff", "11112222"));

        string markdown = Report.Of(first, second).Markdown;

        Assert.Contains("No two of these runs kept predictions of the same images", markdown);
        Assert.DoesNotContain("McNemar", markdown);
    }

    [Fact]
    public void A_report_is_written_twice_alike()
    {
        RunFolder folder = ReportedRun.Create(_root, 95, 98, 96);
        string[] folders = [Path.Combine(_root, "a"), Path.Combine(_root, "b")];
        foreach (string name in folders)
            Report.Of(folder).Write(name);

        string[] files = [.. Directory.GetFiles(folders[0]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["accuracy.svg", "confusion.svg", "filters.svg", "loss.svg", "mistakes.svg", "network.svg", "report.html", "report.md"], files);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folders[0], file)), File.ReadAllBytes(Path.Combine(folders[1], file))));
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused_in_one_line()
    {
        RunFolder folder = ReportedRun.Create(_root, 95);

        string message = Assert.Throws<InvalidInputException>(() => Report.Of(folder).Write(folder.LogFile)).Message;
        Assert.EndsWith("choose another folder", message);
    }

    [Theory]
    [InlineData("99.4% of 10,000", "99.4% of 10,000")]
    [InlineData("3. third", "3\\. third")]
    [InlineData("- a_b*c", "\\- a\\_b\\*c")]
    [InlineData("# a [b](c) `d` <e> & $x$ |f| ~g~\nh", "\\# a \\[b\\](c) \\`d\\` &lt;e\\> &amp; \\$x\\$ \\|f\\| \\~g\\~ h")]
    public void Markdown_is_escaped(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Fact]
    public void A_fence_is_longer_than_any_that_it_holds() =>
        Assert.Equal("````text\na\n```\nb\n````\n", MarkdownText.Fenced("a\n```\nb\n"));

    // A page is not XML, but ours is once its void elements are closed.
    private static XElement Page(Report report) => XElement.Parse(VoidElements().Replace(report.Html.Replace("<!doctype html>", ""), "<$1/>").Replace("xmlns=\"http://www.w3.org/2000/svg\"", ""));

    [GeneratedRegex("^## Analysis\n.*?(?=^## Model card)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex AnalysisBody();

    [GeneratedRegex("<h2[^>]*>(?<text>[^<]*)</h2>", RegexOptions.ExplicitCapture)]
    private static partial Regex Headings();

    [GeneratedRegex("<((?:meta|img|br)[^>]*)>")]
    private static partial Regex VoidElements();

    private static void AssertSays(RunFolder folder, string file, string section, string expected)
    {
        string markdown = Report.Of(folder).Markdown;
        Assert.Contains($"> **Note:** {file}", markdown);
        string body = markdown[(markdown.IndexOf($"## {section}", StringComparison.Ordinal) + section.Length)..];
        int end = body.IndexOf("\n## ", StringComparison.Ordinal);
        Assert.Contains(expected, end < 0 ? body : body[..end]);
        Assert.All(Sections, heading => Assert.Contains($"\n## {heading}\n", markdown));
    }
}
