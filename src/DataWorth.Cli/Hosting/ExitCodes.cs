namespace DataWorth.Cli.Hosting;

/// <summary>The exit codes of the command, as documented in README.md.</summary>
internal static class ExitCodes
{
    /// <summary>The command did what was asked.</summary>
    public const int Success = 0;

    /// <summary>A failure: data in a store is damaged, a defect, a broken machine.</summary>
    public const int Failure = 1;

    /// <summary>The input is wrong: an unknown option, a missing file, a wrong shape, a loss that became NaN.</summary>
    public const int BadInput = 2;

    /// <summary>A part of the installation is missing or does not fit: libtorch, TorchSharp's native library.</summary>
    public const int MissingInstallation = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    public const int Terminated = 143;
}
