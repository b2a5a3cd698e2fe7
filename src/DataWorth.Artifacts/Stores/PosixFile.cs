using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>What the file store needs from the operating system beyond System.IO: a rename that never replaces, the flush of a folder, and
/// a flush that is not waited for.</summary>
internal static partial class PosixFile
{
    private const int FileExists = 17;
    private const int AtCurrentDirectory = -100;
    private const uint NoReplace = 1;
    private const uint BeginWriting = 2; // SYNC_FILE_RANGE_WRITE

    /// <summary>Gives a file its final name unless that name is taken; atomic.</summary>
    /// <returns>False when the name is taken; the source is then still there.</returns>
    /// <exception cref="IOException">The operating system refused for another reason.</exception>
    public static bool RenameIfAbsent(string source, string destination)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(source, destination, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(destination))
            {
                return false;
            }
        }

        if (OperatingSystem.IsLinux())
        {
            if (RenameAt2(AtCurrentDirectory, source, AtCurrentDirectory, destination, NoReplace) == 0)
            {
                return true;
            }

            if (Marshal.GetLastPInvokeError() == FileExists)
            {
                return false;
            }
        }

        // File systems without a non-replacing rename (some network ones) still refuse a second link of the same name.
        if (Link(source, destination) == 0)
        {
            File.Delete(source);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists
            ? false
            : throw new IOException(
                $"Cannot give '{source}' its final name '{destination}': {Marshal.GetPInvokeErrorMessage(error)}.",
                error
            );
    }

    /// <summary>Flushes a folder's entries to the device, so that a committed name survives a power failure.</summary>
    /// <exception cref="IOException">The flush failed.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = OpenFile(folder, 0, 0);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open folder '{folder}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            // EINVAL (22): the file system does not flush folders.
            if (FlushFile(descriptor) != 0 && Marshal.GetLastPInvokeError() != 22)
            {
                throw new IOException($"Cannot flush folder '{folder}': {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    /// <summary>Has the device begin to write a part of a file, without waiting for it. A hint: nothing is durable before the file is
    /// flushed.</summary>
    public static void BeginFlush(SafeFileHandle file, long offset, long bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file, offset, bytes, BeginWriting);
        }
    }

    /// <summary>Free bytes for the user on the device of a path, or null when the system does not say.</summary>
    public static long? FreeBytes(string path) => OfDevice(path, device => device.AvailableFreeSpace);

    /// <summary>Free bytes on the device of a path that the file system keeps for its administrator; null when the system does not
    /// say.</summary>
    public static long? ReservedBytes(string path) => OfDevice(path, device => device.TotalFreeSpace - device.AvailableFreeSpace);

    private static long? OfDevice(string path, Func<DriveInfo, long> bytes)
    {
        try
        {
            var folder = Path.GetDirectoryName(path);
            while (folder is not null && !Directory.Exists(folder))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder is null ? null : bytes(new DriveInfo(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int sourceFolder, string source, int destinationFolder, string destination, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string destination);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle descriptor, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFile(int descriptor);
}
