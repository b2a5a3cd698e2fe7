using System.Diagnostics.CodeAnalysis;

namespace DataWorth.Artifacts.Azure;

/// <summary>All errors of this assembly; none repeats a credential.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void BadAddress(string address) =>
        throw new ArgumentException(
            $"'{WithoutQuery(address)}' is not an address of a blob store. Expected az://account/container or "
                + "az://account/container/prefix.",
            nameof(address)
        );

    [DoesNotReturn]
    public static void BadConnectionString(AzureBlobAddress address) =>
        throw new ArgumentException($"The connection string for '{address}' cannot be read. Copy it again from the account's access keys.");

    [DoesNotReturn]
    public static void OtherAccount(AzureBlobAddress address, string found) =>
        throw new ArgumentException(
            $"The connection string is of account '{found}', but the address '{address}' names '{address.Account}'. Use the account's "
                + "own connection string, or change the address."
        );

    [DoesNotReturn]
    public static void NoContact(AzureBlobAddress address, string reason) =>
        throw new ArtifactStorageException(
            $"The service of '{address}' cannot be reached: {reason}. See whether account and network are right, or name the address of the "
                + "service (AZURE_STORAGE_SERVICE_ENDPOINT or the connection string).",
            address.ToString()
        );

    [DoesNotReturn]
    public static void ObjectNotFound(string name, string store, Exception inner) =>
        throw new ArtifactNotFoundException($"'{name}' is not in {store}.", inner);

    [DoesNotReturn]
    public static void CannotRead(string path, Exception inner) =>
        throw new ArtifactStorageException(
            $"Cannot read '{path}': {BlobFailure.Reason(inner)}. {BlobFailure.Advice(inner)}",
            path,
            innerException: inner
        );

    [DoesNotReturn]
    public static void CannotWrite(string path, long? needed, Exception inner) =>
        throw new ArtifactStorageException(
            $"Cannot write '{path}'{(needed is { } bytes ? $" of {bytes} bytes" : string.Empty)}: {BlobFailure.Reason(inner)}. Nothing "
                + $"of it is visible. {BlobFailure.Advice(inner)}",
            path,
            needed,
            null,
            inner
        );

    [DoesNotReturn]
    public static void Replaced(string path, Exception inner) =>
        throw new ArtifactException($"'{path}' was deleted or replaced after it was opened. Open it again.", inner);

    public static IOException ShortAnswer(long expected, long found) =>
        new($"the service sent {found} bytes where {expected} were asked for");

    [DoesNotReturn]
    public static void CommittedTwice(string path) =>
        throw new InvalidOperationException($"The writer of '{path}' has committed already. Make another writer for another object.");

    [DoesNotReturn]
    public static void TooManyBlocks(string path, int most) =>
        throw new ArtifactStorageException($"'{path}' has more than {most} blocks. Set a larger BlockBytes.", path);

    public static void IfOutside(string name, long length, long offset, long count)
    {
        if (offset < 0 || offset > length - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                $"Bytes {offset} to {offset + count} are not within '{name}', which has {length} bytes."
            );
        }
    }

    // A shared access signature may have been pasted into the address.
    private static string WithoutQuery(string address) => address.Split('?')[0];
}
