using System.Reflection;
using Thimble.Diagnosis;
using Thimble.Diagnosis.Rules;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>All rules together. Each has its own test: on something made to show what it looks for, and on something made not to.</summary>
public class DiagnosisTests
{
    private static readonly MethodInfo[] Registered = [.. NetworkDiagnosis.Rules.Select(rule => rule.Method), .. RunDiagnosis.Rules.Concat(RunDiagnosis.RulesOfAnyRun).Select(rule => rule.Method)];

    [Fact]
    public void A_sound_network_has_neither_problem_nor_weakness() => Assert.DoesNotContain(
        NetworkDiagnosis.Of(Plans.Sound, Plans.Recipe, new Budget(ParametersBelow: 10_000, Epochs: 10)),
        finding => finding.Severity is Severity.Problem or Severity.Weakness);

    [Fact]
    public void The_weightiest_comes_first()
    {
        IReadOnlyList<Finding> findings = NetworkDiagnosis.Of(AssignmentNetworks.Part2, Plans.Recipe, new Budget(ParametersBelow: 10_000));

        Assert.Equal("erasing-bottleneck", findings[0].Id);
        Assert.Equal(findings.Select(finding => finding.Severity).Order(), findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void A_run_without_an_epoch_shows_nothing() => Assert.Empty(RunDiagnosis.Of(Runs.Of([])));

    [Fact]
    public void Every_rule_is_applied()
    {
        MethodInfo[] rules =
        [
            .. typeof(CostRules).Assembly.GetTypes().Where(type => type.Namespace == typeof(CostRules).Namespace)
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)),
        ];

        Assert.Equal(rules.Select(Name).Order(StringComparer.Ordinal), Registered.Select(Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_names_its_test() => Assert.All(Registered, rule =>
    {
        string? test = rule.GetCustomAttribute<TestedByAttribute>()?.Test;
        Assert.True(test is not null, $"{Name(rule)} names no test");
        string[] parts = test.Split('.');
        Assert.True(
            typeof(DiagnosisTests).Assembly.GetType($"{typeof(DiagnosisTests).Namespace}.{parts[0]}")?.GetMethod(parts[^1])?.IsDefined(typeof(FactAttribute)) == true,
            $"{Name(rule)} names the test {test}, which is not a test");
    });

    private static string Name(MethodInfo rule) => $"{rule.DeclaringType!.Name}.{rule.Name}";
}
