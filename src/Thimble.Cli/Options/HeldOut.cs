using System.CommandLine;
using System.Globalization;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary>How many training images are held out: a number, or a share of those there are.</summary>
/// <param name="Images">The number; null for a share.</param>
/// <param name="Share">The share, above 0 and below 1.</param>
internal sealed record HeldOut(int? Images, decimal Share = 0)
{
    /// <summary>Creates <c>--validation N|SHARE</c>.</summary>
    public static Option<HeldOut?> CreateOption() => CreateOption("--validation");

    /// <summary>Creates <c>--validation-images</c>, as it was called when it took numbers alone: commands that people wrote down still work.</summary>
    public static Option<HeldOut?> CreateOlderOption()
    {
        Option<HeldOut?> option = CreateOption("--validation-images");
        option.Hidden = true;
        return option;
    }

    private static Option<HeldOut?> CreateOption(string name) => new(name)
    {
        Description =
            $"Evaluate on N training images, or a share of them (10%, 0.1), the same ones whatever the seed; {ValidationSplit.DefaultImages:N0} by default, but at most a sixth.",
        HelpName = "N|SHARE",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Parse(text) is { } heldOut)
                return heldOut;
            result.AddError($"{name} is '{text}'; give a whole number from 1 to {ExperimentData.MaximumImages:N0}, or a share such as 10% or 0.1");
            return null;
        },
    };

    /// <summary>How many that is.</summary>
    /// <param name="trainImages">The training images before any is held out.</param>
    public int Of(int trainImages) => Images ?? Math.Max(1, (int)Math.Round(Share * trainImages));

    // 1 is one image, and 1.0 would be all of them.
    private static HeldOut? Parse(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int images))
            return images is >= 1 and <= ExperimentData.MaximumImages ? new(images) : null;
        bool isPercent = text.EndsWith('%');
        if (!decimal.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return null;
        decimal share = isPercent ? number / 100 : number;
        return share is > 0 and < 1 ? new(null, share) : null;
    }
}
