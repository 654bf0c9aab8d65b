using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Networks and recipes made to show something, or not to.</summary>
internal static class Plans
{
    public static readonly Recipe Recipe = new()
    {
        Epochs = 10,
        Optimizer = new SgdOptions { LearningRate = 0.05, Momentum = 0.9 },
        Schedule = new StepLR(4),
    };

    /// <summary>A network with nothing wrong.</summary>
    public static readonly NetworkDefinition Sound = Network(new Conv2d(6, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU());

    /// <summary>A network that no rule has anything against, with other layers in the middle of it.</summary>
    public static NetworkDefinition Network(params Layer[] middle) => new(
        new Shape(1, 8, 8),
        [new Conv2d(4, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU(), .. middle, .. Head]);

    /// <summary>The sound network with a layer after its scores.</summary>
    public static NetworkDefinition SoundThen(Layer last) => new(Sound.Input, [.. Sound.Layers.Select(layer => layer.Layer), last]);

    /// <summary>The findings of one kind.</summary>
    public static IReadOnlyList<Finding> Find(string id, NetworkDefinition network, Recipe? recipe = null, Budget? budget = null) =>
        [.. NetworkDiagnosis.Of(network, recipe ?? Recipe, budget ?? new Budget()).Where(finding => finding.Id == id)];

    public static Finding FindOne(string id, NetworkDefinition network, Recipe? recipe = null, Budget? budget = null) =>
        Assert.Single(Find(id, network, recipe, budget));

    private static Layer[] Head => [new Conv2d(10, 3, padding: 1, bias: false), new BatchNorm2d(), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(10)];
}
