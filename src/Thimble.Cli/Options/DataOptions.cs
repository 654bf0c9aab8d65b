using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary>The options about data, the same in every command that has them.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _folder = new("--data")
    {
        Description = "Where the data is, a folder or a file ('thimble data PATH' says what is there); no other place is looked at.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _name = new("--data-name")
    {
        Description = $"Data set in place of the experiment's: {string.Join(", ", ExperimentData.KnownNames)}.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _trainImages =
        NumberOption.Create("--train-images", "Only the first N training images, for a short run.", 1, ExperimentData.MaximumImages);

    private readonly Option<int?> _testImages =
        NumberOption.Create("--test-images", "Only the first N test images.", 1, ExperimentData.MaximumImages);

    private readonly Option<string?> _split = new("--split")
    {
        Description = "Evaluate on the test images, or on training images held out of the training.",
        HelpName = "test|validation",
    };

    private readonly Option<HeldOut?> _validation = HeldOut.CreateOption();

    private readonly Option<HeldOut?> _validationImages = HeldOut.CreateOlderOption();

    private readonly Option<bool> _noDownload = new("--no-download") { Description = "Use what is on disk; never the network." };

    /// <summary>Creates the options.</summary>
    public DataOptions()
    {
        _split.Validators.Add(CheckSplit);
        _name.CompletionSources.Add(_ => ExperimentData.KnownNames.Select(name => new CompletionItem(name)));
    }

    private static void CheckSplit(OptionResult result)
    {
        if (result.Tokens.Count == 1 && result.Tokens[0].Value is not (Dataset.TestName or StratifiedSplit.ValidationName))
            result.AddError($"--split is '{result.Tokens[0].Value}'; give {Dataset.TestName} or {StratifiedSplit.ValidationName}");
    }

    private void CheckValidation(CommandResult result)
    {
        if (result.GetResult(_validation) is not null && result.GetResult(_validationImages) is not null)
            result.AddError($"{_validation.Name} and {_validationImages.Name} say the same; leave the second out");
    }

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_name);
        command.Options.Add(_trainImages);
        command.Options.Add(_testImages);
        command.Options.Add(_split);
        command.Options.Add(_validation);
        command.Options.Add(_validationImages);
        command.Validators.Add(CheckValidation);
        command.Options.Add(_noDownload);
    }

    /// <summary>Adds those of a command that looks at held-out training images and never at test images.</summary>
    public void AddValidationOnlyTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_name);
        command.Options.Add(_trainImages);
        command.Options.Add(_validation);
        command.Options.Add(_validationImages);
        command.Validators.Add(CheckValidation);
        command.Options.Add(_noDownload);
    }

    /// <summary>What the command line of such a command says.</summary>
    public DataChoice ReadValidationOnly(ParseResult words) => new(
        words.GetValue(_folder), words.GetValue(_name), words.GetValue(_trainImages), AllowDownload: !words.GetValue(_noDownload))
    {
        Split = StratifiedSplit.ValidationName,
        HeldOut = words.GetValue(_validation) ?? words.GetValue(_validationImages),
    };

    /// <summary>What the command line says.</summary>
    public DataChoice Read(ParseResult words) => new(
        words.GetValue(_folder),
        words.GetValue(_name),
        words.GetValue(_trainImages),
        words.GetValue(_testImages),
        AllowDownload: !words.GetValue(_noDownload))
    {
        Split = words.GetValue(_split),
        HeldOut = words.GetValue(_validation) ?? words.GetValue(_validationImages),
    };
}
