using Thimble.Export.Onnx;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary>What is to be exported, and how.</summary>
/// <param name="Weights">Which weights of a run.</param>
/// <param name="Experiment">The experiment of a file of weights that does not name its network.</param>
/// <param name="OnnxFile">The ONNX file, if one is wanted.</param>
/// <param name="Onnx">How it is written.</param>
/// <param name="CFolder">The folder for C, if that is wanted.</param>
/// <param name="Name">The network's name in C; null for the experiment's.</param>
/// <param name="IsInt8">Whether C computes in whole numbers of 8 bits.</param>
/// <param name="CalibrationImages">How many training images choose the scales; null for the default.</param>
/// <param name="SafetensorsFile">The file of weights, if one is wanted.</param>
/// <param name="Overwrites">Whether files that are there are replaced.</param>
internal sealed record ExportSettings(
    RunWeights Weights,
    string? Experiment,
    string? OnnxFile,
    OnnxOptions Onnx,
    string? CFolder,
    string? Name,
    bool IsInt8,
    int? CalibrationImages,
    string? SafetensorsFile,
    bool Overwrites);
