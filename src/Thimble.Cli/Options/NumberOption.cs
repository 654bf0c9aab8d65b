using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Thimble.Cli.Options;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class NumberOption
{
    /// <summary>Creates an option; a value outside its bounds is refused in one line that names them.</summary>
    /// <param name="name">The option: <c>--epochs</c>.</param>
    /// <param name="description">What it does; the help adds the bounds.</param>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    public static Option<T?> Create<T>(string name, string description, T minimum, T maximum)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = $"{description} [{minimum:N0} to {maximum:N0}]",
            HelpName = "N",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)
                    && value >= minimum && value <= maximum)
                {
                    return value;
                }

                result.AddError($"{name} is '{text}'; give a whole number from {minimum:N0} to {maximum:N0}");
                return null;
            },
        };
}
