using System.Reflection;
using System.Text.RegularExpressions;
using Thimble.Layers;

namespace Thimble.Tests;

/// <summary>Dependencies point one way. A room that starts to look back at one behind it fails here, by file.</summary>
public partial class ArchitectureTests
{
    // What each folder of the library may know, besides itself and the types of the root.
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Options"] = [],
        ["Kernels"] = [],
        ["Graph"] = [],
        ["Images"] = ["Options"],
        ["Statistics"] = [],
        ["Layers"] = ["Options", "Graph"],
        ["Networks"] = ["Kernels", "Graph", "Layers"],
        ["Engine"] = ["Kernels", "Graph", "Networks"],
        ["Data"] = ["Options", "Engine", "Images"],
        ["Evaluation"] = ["Kernels", "Graph", "Networks", "Engine", "Data", "Statistics"],
        ["Files"] = ["Options", "Layers", "Networks", "Data", "Images"],
        ["Export"] = ["Kernels", "Graph", "Networks", "Engine", "Images", "Data", "Evaluation", "Files"],
        ["Inference"] = ["Kernels", "Networks", "Engine", "Data", "Evaluation", "Files", "Images"],
        ["Training"] = ["Options", "Kernels", "Graph", "Layers", "Networks", "Engine", "Images", "Data", "Evaluation", "Export"],
        ["Diagnosis"] = ["Kernels", "Graph", "Layers", "Networks", "Engine", "Data", "Evaluation", "Export", "Training", "Statistics"],
    };

    // What a user needs is in the root namespace, so that a program has three usings and not eight. There a room is known by its types.
    private static readonly string[] RoomsInRootNamespace = ["Images", "Networks", "Data", "Evaluation", "Files", "Inference"];

    private static readonly string Root = FindRoot();

    private static readonly Dictionary<string, string> RoomOfType = RoomsInRootNamespace
        .SelectMany(room => Sources(Path.Combine(Root, "src", "Thimble", room)), (room, file) => (room, file))
        .SelectMany(one => DeclaredType().Matches(SourceText.Of(File.ReadAllText(one.file)).Code).Select(match => (match.Groups["type"].Value, one.room)))
        .DistinctBy(one => one.Value).ToDictionary(one => one.Value, one => one.room, StringComparer.Ordinal);

    public static TheoryData<string> RoomNames => [.. Rooms.Keys];

    [Fact]
    public void Every_folder_of_the_library_is_a_known_room() => Assert.Equal(
        Rooms.Keys.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Path.Combine(Root, "src", "Thimble")).Where(HasSource).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_knows_only_those_before_it(string room)
    {
        foreach (string file in Sources(Path.Combine(Root, "src", "Thimble", room)))
        {
            string source = File.ReadAllText(file);
            string folder = Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!);
            string expected = RoomsInRootNamespace.Contains(room) ? "Thimble" : folder.Replace(Path.DirectorySeparatorChar, '.');
            Assert.Contains($"namespace {expected};", source, StringComparison.Ordinal);
            string[] known =
            [
                .. RoomNamed().Matches(source).Select(match => match.Groups["room"].Value).Where(Rooms.ContainsKey)
                    .Concat(TypeNamed().Matches(SourceText.Of(source).Code).Select(match => RoomOfType.GetValueOrDefault(match.Groups["type"].Value, room)))
                    .Distinct(),
            ];
            Assert.True(
                known.All(other => other == room || Rooms[room].Contains(other)),
                $"{Path.GetRelativePath(Root, file)} knows {string.Join(", ", known)}; {room} may know only: {string.Join(", ", Rooms[room])}");
        }
    }

    // What a layer can do is asked of its traits and its graph; a new kind must not need a change anywhere else.
    [Fact]
    public void No_file_outside_Layers_names_a_layer_kind()
    {
        string[] kinds = [.. LayerKinds.All.Schemas.Select(schema => schema.Kind)];
        string layers = Path.Combine(Root, "src", "Thimble", "Layers") + Path.DirectorySeparatorChar;
        string[] named =
        [
            .. from file in Sources(Path.Combine(Root, "src"))
               where !file.StartsWith(layers, StringComparison.Ordinal)
               let found = LayerKindScanner.KindsIn(File.ReadAllText(file), kinds)
               where found.Count > 0
               select $"{Path.GetRelativePath(Root, file)} names {string.Join(", ", found)}",
        ];

        Assert.Equal([], named);
    }

    // Another program may call the library: the command line adds its options to what the library says.
    [Theory]
    [InlineData("Thimble")]
    [InlineData("Thimble.Pictures")]
    [InlineData("Thimble.Lab")]
    [InlineData("Thimble.Native")]
    public void Messages_of_the_library_name_no_option_of_the_command_line(string project)
    {
        string[] named =
        [
            .. from file in Sources(Path.Combine(Root, "src", project))
               from literal in SourceText.Of(File.ReadAllText(file)).Literals
               where CommandLineOption().IsMatch(literal.Text)
               select $"{Path.GetRelativePath(Root, file)}:{literal.Line}: {literal.Text}",
        ];

        Assert.Equal([], named);
    }

    [Theory]
    [InlineData("choose another folder with --out")]
    [InlineData("--data: no such folder")]
    [InlineData("leave '--raw' out")]
    [InlineData("(--out DIR)")]
    public void Options_of_the_command_line_are_recognized(string text) => Assert.Matches(CommandLineOption(), text);

    [Theory]
    [InlineData("color:var(--ink)")]
    [InlineData("  --paper:#fff;--ink:#000}")]
    [InlineData("| key |\n|---|")]
    public void Styles_and_tables_are_no_options(string text) => Assert.DoesNotMatch(CommandLineOption(), text);

    [Fact]
    public void The_library_stands_on_the_base_library_alone()
    {
        Assert.All(
            typeof(Network).Assembly.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
        // An analyzer at build time, which nobody who uses the package gets.
        Assert.Equal(["Microsoft.CodeAnalysis.PublicApiAnalyzers"], References("Thimble"));
    }

    [Fact]
    public void The_lab_stands_on_the_library_and_a_reader_of_YAML() =>
        Assert.Equal(["../Thimble.Pictures/Thimble.Pictures.csproj", "../Thimble/Thimble.csproj", "YamlDotNet"], References("Thimble.Lab"));

    [Fact]
    public void Pictures_stand_on_the_library_and_a_decoder_of_JPEG() =>
        Assert.Equal(["../Thimble/Thimble.csproj", "JpegLibrary"], References("Thimble.Pictures"));

    [Fact]
    public void The_library_for_other_languages_stands_on_the_library_alone() =>
        Assert.Equal(["../Thimble/Thimble.csproj"], References("Thimble.Native"));

    [Fact]
    public void The_command_line_reaches_the_library_through_the_lab() =>
        Assert.Equal(["../Thimble.Lab/Thimble.Lab.csproj"], References("Thimble.Cli").Where(reference => reference.EndsWith(".csproj", StringComparison.Ordinal)));

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?<type>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeclaredType();

    // Not where a method or a value of an enumeration with such a name is declared.
    [GeneratedRegex(@"(?<![.\w])(?<type>[A-Z]\w*)\b(?<!\b(?!(?:new|return|throw|is|as|in|not|or|and|await|when)\b)\w+[>?\]]* \w+(?=\()|^\s+\w+(?=,\r?$))", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeNamed();

    [GeneratedRegex(@"\bThimble\.(?<room>[A-Z]\w*)[;.]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoomNamed();

    // A style's variable is written --ink as well, but inside braces or var().
    [GeneratedRegex(@"(?:^|[\s'(\[""])(?<!var\()--(?!\w+:\S)[a-z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLineOption();

    [GeneratedRegex("<(?:Project|Package)Reference Include=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    private static string[] References(string project) =>
    [
        .. Reference().Matches(File.ReadAllText(Path.Combine(Root, "src", project, $"{project}.csproj")))
            .Select(match => match.Groups["name"].Value),
    ];

    private static bool HasSource(string folder) => Sources(folder).Any();

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);

    // The tests are built into a folder of the repository, wherever that is.
    private static string FindRoot()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(folder!.FullName, "Thimble.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
