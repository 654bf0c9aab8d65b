using Thimble.Layers;

namespace Thimble.Tests.Networks;

/// <summary>The three networks of the assignment, layer by layer as its tables show them.</summary>
internal static class AssignmentNetworks
{
    private static readonly Shape Image = new(1, 28, 28);

    public static NetworkDefinition Part1 { get; } = new(
        Image,
        [
            .. Plain(32, 3, 1), .. Plain(64, 3, 1), .. Plain(128, 3, 1), new MaxPool2d(2),
            .. Plain(32, 1), .. Plain(64, 3, 1), .. Plain(128, 3, 1), new MaxPool2d(2),
            .. Plain(32, 1), .. Plain(32, 3), .. Plain(64, 3), .. Plain(64, 3), new Conv2d(10, 1),
        ]);

    public static NetworkDefinition Part2 { get; } = new(
        Image,
        [
            .. Full(10, 3, 1, 0.1f), .. Full(16, 3, 1, 0.1f), .. Full(16, 3, 1, 0.1f), new MaxPool2d(2),
            .. Full(1, 1, 0, 0.1f), .. Full(10, 3, 1, 0.1f), .. Full(16, 3, 1, 0.1f), new MaxPool2d(2),
            .. Full(1, 1, 0, 0.1f), .. Full(10, 3, 0, 0.1f), .. Full(16, 3, 0, 0.1f), .. Full(16, 3, 0, 0.1f),
            new Conv2d(10, 1),
        ]);

    public static NetworkDefinition Part3 { get; } = new(
        Image,
        [
            .. Full(10, 3, 1, 0.05f), .. Full(16, 3, 1, 0.05f), new MaxPool2d(2),
            .. Full(8, 1, 0, 0.05f), .. Full(16, 3, 1, 0.05f), .. Full(16, 3, 1, 0.05f), .. Full(16, 3, 1, 0.05f),
            new MaxPool2d(2),
            .. Full(8, 1, 0, 0.05f), .. Full(10, 3, 0, 0.05f), .. Full(16, 3, 0, 0.05f), new Conv2d(10, 1),
            new AvgPool2d(3),
        ]);

    private static Layer[] Plain(int channels, int kernel, int padding = 0) =>
        [new Conv2d(channels, kernel, padding: padding), new ReLU()];

    private static Layer[] Full(int channels, int kernel, int padding, float dropout) =>
        [new Conv2d(channels, kernel, padding: padding), new ReLU(), new BatchNorm2d(), new Dropout2d(dropout)];
}
