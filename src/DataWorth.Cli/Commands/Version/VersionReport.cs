using System.Reflection;
using System.Runtime.InteropServices;
using DataWorth.Cli.Hosting;
using DataWorth.Runtime;
using TorchSharp;

namespace DataWorth.Cli.Commands.Version;

/// <summary>The versions of the command and of what it runs on.</summary>
/// <param name="DataWorth">The version of this program, with the commit it was built from where known.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="LibTorch">The libtorch that is loaded; null where it cannot be.</param>
/// <param name="System">Operating system and processor.</param>
internal sealed record VersionReport(string DataWorth, string Runtime, string? LibTorch, string System)
{
    /// <summary>Reads the versions of this process.</summary>
    public static VersionReport Collect() =>
        new(
            typeof(VersionReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            Environment.Version.ToString(),
            ReadLibTorch(),
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"
        );

    private static string? ReadLibTorch()
    {
        try
        {
            LibTorchLoader.Load(LibTorchContext.Folder);
            return LibTorchContext.Folder is { } folder ? LibTorchLoader.VersionOf(folder) ?? "of unknown version" : torch.__version__;
        }
        catch (Exception exception) when (ErrorText.ExitCodeOf(exception) == ExitCodes.MissingInstallation)
        {
            return null;
        }
    }
}
