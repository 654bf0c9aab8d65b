using System.CommandLine;
using Thimble.Export.C;
using Thimble.Export.Onnx;

namespace Thimble.Cli.Options;

/// <summary>The options of <c>thimble export</c>, besides those about data.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string?> _onnx = new("--onnx") { Description = "Write an ONNX file.", HelpName = "FILE" };

    private readonly Option<bool> _fold = new("--fold")
    {
        Description = "Work batch normalizations into the ONNX file's convolutions where nothing changes by it.",
    };

    private readonly Option<string?> _input = CreateInput();

    private readonly Option<string?> _c = new("--c") { Description = "Write a C99 header and source into a folder.", HelpName = "DIR" };

    private readonly Option<bool> _int8 = new("--int8") { Description = "Let the C compute in whole numbers of 8 bits, without floating point." };

    private readonly Option<int?> _calibration =
        NumberOption.Create("--calibration-images", "Training images that choose the scales of --int8; 500 by default.", 1, 100_000);

    private readonly Option<string?> _name = new("--name") { Description = "The network's name in C; the experiment's by default.", HelpName = "NAME" };

    private readonly Option<string?> _safetensors = new("--safetensors")
    {
        Description = "Write the weights with PyTorch's names, and the network's structure beside them.",
        HelpName = "FILE",
    };

    private readonly Option<string> _weights = WeightsOption.Create();

    private readonly Option<string?> _experiment = WeightsOption.CreateExperiment();

    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there already." };

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        _name.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && CExportOptions.NameOf(result.Tokens[0].Value) != result.Tokens[0].Value)
                result.AddError($"--name is '{result.Tokens[0].Value}'; give a small letter, then small letters, digits and underscores");
        });
        foreach (Option option in (Option[])[_onnx, _fold, _input, _c, _int8, _calibration, _name, _safetensors, _weights, _experiment, _force])
            command.Options.Add(option);
    }

    /// <summary>The settings that the command line gives.</summary>
    public ExportSettings Read(ParseResult words) => new(
        WeightsOption.Read(words, _weights),
        words.GetValue(_experiment),
        words.GetValue(_onnx),
        new OnnxOptions(words.GetValue(_fold), words.GetValue(_input) != "normalized"),
        words.GetValue(_c),
        words.GetValue(_name),
        words.GetValue(_int8),
        words.GetValue(_calibration),
        words.GetValue(_safetensors),
        words.GetValue(_force));

    private static Option<string?> CreateInput()
    {
        var option = new Option<string?>("--input")
        {
            Description = "What the ONNX file takes: pixels from 0 to 255 (the default), or images normalized already.",
            HelpName = "pixels|normalized",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is not ("pixels" or "normalized"))
                result.AddError($"--input is '{result.Tokens[0].Value}'; give pixels or normalized");
        });
        return option;
    }
}
