using System.Runtime.CompilerServices;
using Thimble.Cli.Tests.Reference;

namespace Thimble.Cli.Tests;

/// <summary>docs/reference.md is written by the code. With UPDATE_SNAPSHOTS=1 it is written again.</summary>
public class ReferencePageTests
{
    [Fact]
    public void The_reference_is_what_the_code_says()
    {
        string root = Root();
        string path = Path.Combine(root, "docs", "reference.md");
        string page = $"""
            # Reference

            Look up a command, a key, a layer or a finding here. This page is written by the code, and a test fails where it is out of date; after a change
            `UPDATE_SNAPSHOTS=1 dotnet test tests/Thimble.Cli.Tests -c Release --filter ReferencePageTests` writes it again. [Experiments](experiments.md) explains the keys with examples.

            [Commands](#commands) · [Experiment keys](#experiment-keys) · [Layers](#layers) · [Findings](#findings)

            ## Commands
            {CommandReference.Write()}
            ## Experiment keys
            {KeyReference.Keys()}
            ## Layers
            {KeyReference.Layers()}
            ## Findings
            What `thimble diagnose` and a report may say. [What following the advice is worth](findings.md).
            {FindingReference.Write(root)}
            """.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, page);

        Assert.Equal(page, File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "");
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
