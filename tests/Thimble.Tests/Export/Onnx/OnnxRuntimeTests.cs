using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Thimble.Export.Onnx;

namespace Thimble.Tests.Export.Onnx;

/// <summary>Exported networks as ONNX Runtime computes them.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private const int ImageCount = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public static TheoryData<string> Names => [.. ExportedNetworks.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void ONNX_Runtime_computes_the_engines_logits(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, ImageCount);
        float[] expected = ExportedNetworks.Logits(trained, images);
        float size = expected.Max(Math.Abs);
        foreach (bool fold in (bool[])[false, true])
        {
            float[] found = Run(trained, images, new(fold, NormalizesPixels: false));
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second - pair.First, -2e-5f * size, 2e-5f * size));
        }
    }

    private float[] Run(TrainedNetwork trained, ImageDataset images, OnnxOptions options)
    {
        string path = Path.Combine(_folder, "a.onnx");
        OnnxFile.Write(trained, path, options);
        Shape shape = trained.Description.Definition.Input;
        float[] input = [.. ExportedNetworks.Normalized(trained, images).SelectMany(image => image)];
        var tensor = new DenseTensor<float>(input, [images.Count, shape.Channels, shape.Height, shape.Width]);
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(path, settings);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = session.Run([NamedOnnxValue.CreateFromTensor("image", tensor)]);
        return [.. outputs.Single().AsEnumerable<float>()];
    }
}
