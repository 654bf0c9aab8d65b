using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>What opens in a browser names only what there is: the container itself is not run here.</summary>
public class DevContainerTests
{
    private static readonly string Root = RootOfCheckout();

    [Fact]
    public void The_tasks_are_commands_that_parse()
    {
        using JsonDocument file = Read(".vscode", "tasks.json");
        Command root = CommandLine.CreateRoot(new TestTerminal(width: 0).Environment);

        string[] commands = [.. file.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("command").GetString()!)];

        Assert.Contains(commands, command => command.EndsWith("train part1", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.EndsWith("train part2", StringComparison.Ordinal));
        Assert.Contains(commands, command => command.EndsWith("train part3", StringComparison.Ordinal));
        Assert.All(commands, command => Assert.Empty(root.Parse(Words(command)).Errors));
    }

    [Fact]
    public void The_container_builds_what_there_is_and_opens_files_that_exist()
    {
        using JsonDocument file = Read(".devcontainer", "devcontainer.json");
        JsonElement root = file.RootElement;

        Assert.EndsWith("/sdk:10.0", root.GetProperty("image").GetString(), StringComparison.Ordinal);
        string onCreate = root.GetProperty("onCreateCommand").GetString()!;
        Assert.Empty(CommandLine.CreateRoot(new TestTerminal(width: 0).Environment).Parse(Words(onCreate)).Errors);
        JsonElement.ArrayEnumerator opened = root.GetProperty("customizations").GetProperty("codespaces").GetProperty("openFiles").EnumerateArray();
        Assert.All(opened, path => Assert.True(File.Exists(Path.Combine(Root, path.GetString()!)), path.GetString()));
    }

    private static string[] Words(string command)
    {
        Assert.Contains("dotnet run -c Release ", command);
        Assert.Contains("--project src/Thimble.Cli -- ", command);
        return command.Split(" -- ")[1].Split(' ');
    }

    private static JsonDocument Read(string folder, string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, folder, name)));

    private static string RootOfCheckout([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
