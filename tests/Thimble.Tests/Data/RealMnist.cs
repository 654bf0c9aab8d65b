namespace Thimble.Tests.Data;

/// <summary>The real MNIST, in the folder that THIMBLE_DATA names.</summary>
internal static class RealMnist
{
    /// <summary>Its folder; a test that asks for it is skipped where there is none.</summary>
    public static string Folder
    {
        get
        {
            string? folder = Find();
            Assert.SkipWhen(folder is null, $"MNIST is not on this machine: set {DatasetLocations.VariableName} to its folder");
            return folder!;
        }
    }

    private static string? Find()
    {
        List<string> candidates = [];
        if (Environment.GetEnvironmentVariable(DatasetLocations.VariableName) is { Length: > 0 } variable)
            candidates.AddRange([Path.Combine(variable, "mnist"), variable]);
        return candidates.Find(folder => File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz"))
            || File.Exists(Path.Combine(folder, "train-images-idx3-ubyte")));
    }
}
