using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Thimble.Native;

namespace Thimble.Tests.Native;

/// <summary>thimble.h and the library say the same.</summary>
public partial class HeaderTests
{
    private static readonly string Header = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "thimble.h"));

    // Of types that are the same to the call, one name.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["char"] = "uint8_t",
        ["thimble_network"] = "int64_t",
        [nameof(Byte)] = "uint8_t",
        [nameof(Int32)] = "int32_t",
        [nameof(Int64)] = "int64_t",
        [nameof(UIntPtr)] = "size_t",
        [nameof(Single)] = "float",
        [nameof(Answer)] = "thimble_answer",
        [nameof(Result)] = "int32_t",
        ["Void"] = "void",
    };

    [Fact]
    public void Every_function_is_in_both_with_the_same_parameters()
    {
        IEnumerable<string> declared = Declaration().Matches(Header).Select(match =>
            $"{match.Groups["result"].Value} {match.Groups["name"].Value}({string.Join(", ", Parameter().Matches(match.Groups["parameters"].Value).Select(Written))})");
        IEnumerable<string> exported =
            from method in typeof(Exports).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            let name = method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint
            where name is not null
            select $"{Written(method.ReturnType)} {name}({string.Join(", ", method.GetParameters().Select(one => $"{Written(one.ParameterType)} {one.Name}"))})";

        Assert.Equal(exported.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Results_have_the_same_values() => Assert.Equal(
        Enum.GetValues<Result>().Select(result => ($"{result}".ToUpperInvariant(), (int)result)),
        Code().Matches(Header).Select(match => (match.Groups["name"].Value.Replace("_", "", StringComparison.Ordinal), int.Parse(match.Groups["value"].Value))));

    [Fact]
    public void An_answer_has_the_same_fields()
    {
        string declared = Header[Header.IndexOf("typedef struct", StringComparison.Ordinal)..Header.IndexOf("} thimble_answer", StringComparison.Ordinal)];

        Assert.Equal(
            typeof(Answer).GetFields().OrderBy(field => Marshal.OffsetOf<Answer>(field.Name)).Select(field => $"{Written(field.FieldType)} {field.Name.ToLowerInvariant()}"),
            Field().Matches(declared).Select(Written));
        Assert.Equal(12, Unsafe.SizeOf<Answer>());
    }

    private static string Written(Match match) =>
        $"{Names.GetValueOrDefault(match.Groups["type"].Value, match.Groups["type"].Value)}{match.Groups["star"].Value} {match.Groups["name"].Value}";

    private static string Written(Type type) => type.IsPointer ? $"{Written(type.GetElementType()!)}*" : Names[type.Name];

    [GeneratedRegex(@"^(?<result>\w+) (?<name>thimble_\w+)\((?<parameters>[^)]*)\);", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?:const )?(?<type>\w+) (?<star>\*?)(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"THIMBLE_(?<name>[A-Z_]+) = (?<value>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^ +(?<type>\w+) (?<star>\*?)(?<name>\w+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
