using Thimble.Lab.Yaml;

namespace Thimble.Lab.Tests;

/// <summary>Experiments for tests.</summary>
internal static class Experiments
{
    public const string Small =
        """
        name: small
        data: mnist
        input: [1, 28, 28]
        network:
          - conv2d: {out: 10, kernel: 3}
          - adaptive_avg_pool2d
        recipe:
          epochs: 2
          optimizer: {sgd: {learning_rate: 0.1}}
        """;

    public static Experiment Read(string yaml) => ExperimentReader.Read("my.yaml", yaml);

    /// <summary>The message of the mistake in a text.</summary>
    public static string MistakeIn(string yaml)
    {
        string message = Assert.Throws<ExperimentException>(() => Read(yaml)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
