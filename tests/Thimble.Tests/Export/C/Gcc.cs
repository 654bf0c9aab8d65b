using System.ComponentModel;
using System.Diagnostics;

namespace Thimble.Tests.Export.C;

/// <summary>The compiler of the machine, and what it makes. A test is skipped where there is none.</summary>
internal static class Gcc
{
    /// <summary>C99 and nothing else, and no warning.</summary>
    public static readonly string[] Strict = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O0"];

    /// <summary>What a program answers to an input.</summary>
    public static string Answers(string program, byte[] input)
    {
        using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        Task<string> answers = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return answers.Result;
    }

    /// <summary>Runs a program that has to succeed. The whole message is shown, which an assertion of equality would cut off.</summary>
    public static void Run(string program, string[] words)
    {
        string errors = Errors(program, words);
        Assert.True(errors.Length == 0, errors);
    }

    /// <summary>What a program says when it fails; nothing if it does not.</summary>
    public static string Errors(string program, string[] words)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true, UseShellExecute = false })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{program} ended with {process.ExitCode}: {errors}";
        }
        catch (Win32Exception)
        {
            Assert.SkipWhen(program == "gcc", "gcc is not on this machine");
            throw;
        }
    }
}
