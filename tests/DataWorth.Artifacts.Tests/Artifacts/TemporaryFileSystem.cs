using System.Diagnostics;

namespace DataWorth.Artifacts.Tests;

/// <summary>Small file systems in memory, where the system lets the tests mount them.</summary>
internal static class TemporaryFileSystem
{
    private static readonly Lazy<string?> s_reason = new(FindReason);

    /// <summary>Why none can be mounted, or null.</summary>
    public static string? UnavailableBecause => s_reason.Value;

    public static void Mount(string folder, string size)
    {
        if (UnavailableBecause is null)
        {
            Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder));
        }
    }

    public static void Unmount(string folder)
    {
        if (UnavailableBecause is null)
        {
            Run("umount", folder);
        }
    }

    private static string? FindReason()
    {
        using var folder = new TemporaryFolder();
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.Path) != 0)
        {
            return "needs the right to mount a tmpfs";
        }

        Run("umount", folder.Path);
        return null;
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
