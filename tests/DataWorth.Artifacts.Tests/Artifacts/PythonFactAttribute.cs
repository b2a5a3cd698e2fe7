using System.Diagnostics;

namespace DataWorth.Artifacts.Tests;

/// <summary>A test that runs a Python script; skipped with the reason where Python or a module of it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    private static readonly string[] s_programs = ["python3", "/usr/bin/python3"];

    public PythonFactAttribute(string module)
    {
        if (Find(module) is null)
        {
            Skip = $"needs python3 with the module '{module}'";
        }
    }

    /// <summary>A Python that has a module, or null.</summary>
    public static string? Find(string module) =>
        s_programs.FirstOrDefault(program => TryRun(program, "-c", $"import {module}").ExitCode == 0);

    public static (int ExitCode, string Output) TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
