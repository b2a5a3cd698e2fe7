using System.Runtime.InteropServices;

namespace DataWorth.Runtime;

/// <summary>What libtorch itself writes to standard error: errors alone, unless TORCH_CPP_LOG_LEVEL says otherwise.</summary>
/// <remarks>A processor that NNPACK does not know costs a warning with every convolution. libtorch reads the variable only where it is told to,
/// as its Python front end does.</remarks>
internal static class LibTorchLog
{
    private const string ReadLevel = "_ZN3c1011initLoggingEv"; // c10::initLogging()

    /// <summary>Sets the level; nothing happens where this libtorch has no such function.</summary>
    /// <param name="path">The library that was loaded; null where none was.</param>
    public static void Quieten(string? path)
    {
        NativeSettings.SetDefault("TORCH_CPP_LOG_LEVEL", "ERROR");
        if (
            path is not null
            && NativeLibrary.TryLoad(path, out var library)
            && NativeLibrary.TryGetExport(library, ReadLevel, out var read)
        )
        {
            Marshal.GetDelegateForFunctionPointer<Action>(read)();
        }
    }
}
