using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace DataWorth.Artifacts;

/// <summary>A memory-mapped file.</summary>
internal sealed unsafe class FileMapping : ArtifactMapping
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private FileMapping(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* pointer, long length)
        : base((nint)pointer, length)
    {
        _file = file;
        _view = view;
    }

    public static FileMapping Create(SafeFileHandle handle, long length)
    {
        var file = MemoryMappedFile.CreateFromFile(
            handle,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true
        );
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        return new FileMapping(file, view, pointer + view.PointerOffset, length);
    }

    protected override void Release()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
