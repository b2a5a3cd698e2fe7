using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests;

/// <summary>Makes this thread open files as a user without rights, where tests run as root, whom no permission stops.</summary>
internal sealed class OtherUser : IDisposable
{
    private const int Nobody = 65534;

    private readonly int _earlier = SetFileUser(Nobody);

    public void Dispose() => _ = SetFileUser(_earlier);

    // Of the calling thread only; does nothing for users who are not root.
    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(int user);
}
