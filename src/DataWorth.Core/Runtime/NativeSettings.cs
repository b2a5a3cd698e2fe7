using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataWorth.Runtime;

/// <summary>Variables that libtorch reads when it is loaded, with the values that DataWorth wants where they have none.</summary>
/// <remarks>
/// OMP_WAIT_POLICY=passive: threads that spin for work cost up to 70 times where another process shares the cores.
/// THP_MEM_ALLOC_ENABLE=1: large tensors lie on pages of 2 MiB where the kernel has them on request. A batch's logits are hundreds of MiB that are new
/// in each pass; asking for them by 4 KiB was up to half of its time.
/// They are given to the C library (.NET's variables are a copy) when the first type of DataWorth is used; a program that calls TorchSharp before
/// sets them by itself.
/// </remarks>
internal static class NativeSettings
{
    private static readonly (string Name, string Value)[] s_defaults = [("OMP_WAIT_POLICY", "passive"), ("THP_MEM_ALLOC_ENABLE", "1")];

    /// <summary>What the C library has of them; null for nothing.</summary>
    public static IReadOnlyDictionary<string, string?> Current =>
        s_defaults.ToDictionary(
            setting => setting.Name,
            setting => OperatingSystem.IsLinux() ? Marshal.PtrToStringUTF8(getenv(setting.Name)) : null
        );

    /// <summary>Sets those that have no value.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "They must be set before anything of this library loads libtorch.")]
    internal static void SetDefaults()
    {
        foreach (var (name, value) in s_defaults)
        {
            SetDefault(name, value);
        }
    }

    /// <summary>Gives the C library a variable, unless it has it.</summary>
    internal static void SetDefault(string name, string value)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = setenv(name, value, 0);
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint getenv([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int setenv(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite
    );
}
