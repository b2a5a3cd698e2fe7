using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataWorth.Runtime;

/// <summary>How libtorch's OpenMP threads wait for work: asleep, unless OMP_WAIT_POLICY says otherwise.</summary>
/// <remarks>
/// Spinning threads cost up to 70 times where another process shares the cores. OpenMP reads the variable when libtorch is loaded, with
/// what the C library knows: .NET's variables are a copy. It is set when the first type of DataWorth is used; a program that calls TorchSharp
/// before sets it by itself.
/// </remarks>
internal static class OpenMpPolicy
{
    private const string Name = "OMP_WAIT_POLICY";

    /// <summary>What the C library has; null for nothing.</summary>
    public static string? Current => OperatingSystem.IsLinux() ? Marshal.PtrToStringUTF8(getenv(Name)) : null;

    /// <summary>Sets the variable unless it has a value.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must be set before anything of this library loads libtorch.")]
    internal static void SetDefault() => SetDefault(Name, "passive");

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
