using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Thimble.Tests.Golden;

/// <summary>What both sides made from the seed must be the same to the bit before any figure is compared.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("layers")]
    [InlineData("part1")]
    [InlineData("part2")]
    [InlineData("part3")]
    [InlineData("resnet8")]
    [InlineData("dscnn")]
    public void Weights_images_and_labels_are_those_that_PyTorch_got(string file)
    {
        foreach (GoldenCase golden in GoldenCase.Load(file).Values)
        {
            GoldenBatch batch = golden.BuildBatch();
            float[] images = [.. Enumerable.Range(0, batch.Count).SelectMany(batch.Image)];

            AssertHash(golden, "weights", golden.BuildNetwork().Values);
            AssertHash<float>(golden, "images", images);
            AssertHash<int>(golden, "labels", batch.Labels);
        }
    }

    private static void AssertHash<T>(GoldenCase golden, string what, ReadOnlySpan<T> values)
        where T : struct
    {
        string expected = golden.Description.GetProperty("sha256").GetProperty(what).GetString()!;
        string actual = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
        Assert.True(expected == actual, $"{golden.Name}: the {what} are not PyTorch's");
    }
}
