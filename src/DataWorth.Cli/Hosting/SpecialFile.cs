using System.Runtime.InteropServices;

namespace DataWorth.Cli.Hosting;

/// <summary>Tells pipes, devices and sockets from files: they are written to, never replaced.</summary>
internal static partial class SpecialFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint Type = 1; // STATX_TYPE
    private const int ResultBytes = 256; // struct statx, the same on all processors
    private const int ModeOffset = 28; // stx_mode, 16 bits
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>Whether there is something at a path, links followed, that is neither a file nor a folder.</summary>
    public static bool IsAt(string path)
    {
        var result = new byte[ResultBytes];
        return File.Exists(path)
            && Status(CurrentFolder, path, 0, Type, result) == 0
            && (BitConverter.ToUInt16(result, ModeOffset) & TypeMask) is not (Regular or Folder);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int folder, string path, int flags, uint mask, byte[] result);
}
