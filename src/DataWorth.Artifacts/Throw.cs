using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataWorth.Artifacts;

/// <summary>All errors of this assembly: what was found, what was expected, where, and the next action.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void BadName(string name, string fault) =>
        throw new ArgumentException(
            $"'{name}' is not an allowed object name: {fault}. Use ASCII letters, digits and . _ - + = @ in segments separated by '/'.",
            nameof(name)
        );

    [DoesNotReturn]
    public static void BadKey(string text) =>
        throw new ArgumentException(
            $"'{text}' is not an artifact key. Expected KIND/FINGERPRINT, such as gradients/9f2c07d1.",
            nameof(text)
        );

    [DoesNotReturn]
    public static void UnknownScheme(string scheme, IEnumerable<string> known) =>
        throw new ArgumentException(
            $"'{scheme}:' is not a known kind of store. Known: {string.Join(", ", known.Order().Select(word => word + ":"))}, or a plain "
                + "path.",
            nameof(scheme)
        );

    [DoesNotReturn]
    public static void SymbolicLink(string name, string path, string target) =>
        throw new ArtifactStorageException(
            $"'{name}' passes through the symbolic link '{path}' to '{target}'. A store has no symbolic links below its root: put the "
                + "target itself in the link's place, or open it as a store of its own where it is one.",
            path
        );

    [DoesNotReturn]
    public static void RootIsFile(string path) =>
        throw new ArtifactStorageException($"'{path}' is a file, expected a folder. Name another folder for the store.", path);

    [DoesNotReturn]
    public static void ObjectNotFound(string name, string store, Exception? inner) =>
        throw new ArtifactNotFoundException($"'{name}' is not in {store}.", inner);

    [DoesNotReturn]
    public static void FileNotFound(string path, Exception inner) =>
        throw new ArtifactNotFoundException($"There is no file '{path}'. Check the path.", inner);

    [DoesNotReturn]
    public static void ArtifactNotFound(ArtifactKey key, string store, bool begun, Exception? inner) =>
        throw new ArtifactNotFoundException(
            begun
                ? $"Artifact '{key}' in {store} is unfinished: it has no manifest. Run again the stage that makes it; finished shards "
                    + "are kept."
                : $"Artifact '{key}' is not in {store}. Run the stage that makes it, or name the store that has it.",
            inner
        );

    [DoesNotReturn]
    public static void ArtifactNotFound(
        ArtifactKey key,
        string store,
        ArtifactKey closest,
        string option,
        string? found,
        string expected
    ) =>
        throw new ArtifactNotFoundException(
            $"Artifact '{key}' is not in {store}. The closest there, '{closest}', was made with {option} "
                + $"{(found is null ? "unrecorded" : $"'{found}'")}, but the options ask for '{expected}'. "
                + $"Run the stage that makes it{(found is null ? "" : $", or set {option} = {found}")}."
        );

    [DoesNotReturn]
    public static void CannotRead(string path, Exception inner) =>
        throw new ArtifactStorageException(
            $"Cannot read '{path}': {Reason(inner)} Check the device and the permissions.",
            path,
            innerException: inner
        );

    [DoesNotReturn]
    public static void CannotWrite(string path, long? needed, Exception inner)
    {
        var free = PosixFile.FreeBytes(path);
        if (IsDiskFull(inner))
        {
            DiskFull(path, needed, free, inner);
        }

        throw new ArtifactStorageException(
            $"Cannot write '{path}': {Reason(inner)} Check the folder and the permissions.",
            path,
            needed,
            free,
            inner
        );
    }

    [DoesNotReturn]
    public static void DiskFull(string path, long? needed, long? free, Exception? inner) =>
        throw new ArtifactStorageException(
            $"No space for '{path}': it needs {(needed is { } need ? Bytes(need) : "an unknown number of bytes")}, "
                + $"{(free is { } left ? Bytes(left) : "an unknown number of bytes")} are free"
                + (PosixFile.ReservedBytes(path) is > 0 and var kept ? $" ({Bytes(kept)} more are kept for the administrator)" : "")
                + ". Free some space or name a store on another device, then run again; finished shards are kept.",
            path,
            needed,
            free,
            inner
        );

    [DoesNotReturn]
    public static void ObjectTruncated(string path, long length, long end) =>
        throw new ArtifactException(
            $"'{path}' ended at byte {end}, but had {length} bytes when it was opened: something shortened it meanwhile. Run again when "
                + "nothing else writes there."
        );

    [DoesNotReturn]
    public static void CommittedTwice(string name) =>
        throw new InvalidOperationException($"The writer of '{name}' has committed already. Make another writer for another object.");

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

    [DoesNotReturn]
    public static void BadSafetensors(string file, string fault) =>
        throw new ArtifactException($"'{file}' is not a whole safetensors file: {fault}. Get or write the file again.");

    [DoesNotReturn]
    public static long BadShape(string name, IReadOnlyList<long> shape) =>
        throw new ArgumentException(
            $"Tensor '{name}' cannot have the shape {SafetensorsShape.Text(shape)}: sizes must be at least 0 and the bytes below 2^63."
        );

    [DoesNotReturn]
    public static void BadTensorName(string name) =>
        throw new ArgumentException($"'{name}' cannot be a tensor's name here: it is empty, reserved, or used twice. Rename the tensor.");

    [DoesNotReturn]
    public static void TensorNotFound(string name, string file, IEnumerable<string> names)
    {
        List<string> all = [.. names];
        var close = string.Join(", ", all.OrderBy(candidate => Distance(candidate, name)).Take(3).Select(candidate => $"'{candidate}'"));
        throw new ArtifactException(
            $"There is no tensor '{name}' in '{file}'. "
                + $"{(all.Count == 0 ? "It has no tensors." : $"It has {all.Count}; the closest names: {close}.")}"
        );
    }

    [DoesNotReturn]
    public static void TensorTooLarge(string name, string file, long bytes) =>
        throw new ArtifactException($"Tensor '{name}' of '{file}' has {Bytes(bytes)}, more than an array holds. Read it by ranges.");

    [DoesNotReturn]
    public static void WrongDestination(string name, string file, long expected, long found) =>
        throw new ArgumentException($"'{name}' of '{file}' needs a destination of {expected} bytes, got {found}.", "destination");

    [DoesNotReturn]
    public static void WrongTensorOrder(string file, string found, string? expected) =>
        throw new InvalidOperationException(
            $"'{file}' got bytes of tensor '{found}', expected "
                + $"{(expected is null ? "none: all tensors are whole" : $"those of '{expected}'")}. Write tensors in the order of Tensors."
        );

    [DoesNotReturn]
    public static void TooManyBytes(string file, string tensor, long expected, long found) =>
        throw new InvalidOperationException($"Tensor '{tensor}' of '{file}' has {expected} bytes by its shape, got {found}.");

    [DoesNotReturn]
    public static void MissingBytes(string file, string tensor, long expected, long found) =>
        throw new InvalidOperationException(
            $"Tensor '{tensor}' of '{file}' has {expected} bytes by its shape, got {found}. Write all of it before Commit."
        );

    [DoesNotReturn]
    public static void FingerprintNameTwice(string name) =>
        throw new ArgumentException($"'{name}' was added to the fingerprint before. Give each entry its own name.", nameof(name));

    [DoesNotReturn]
    public static void BadLayout(string fault) => throw new ArgumentException($"The layout of rows is not possible: {fault}.", "layout");

    public static ArgumentException NotInLayout(string tensor, IEnumerable<object> layout) =>
        new($"Rows have no tensor '{tensor}'. Tensors of the layout: {string.Join("; ", layout)}.", nameof(tensor));

    public static InvalidOperationException WrongIdCount(string shard, int expected, int found) =>
        new($"Shard '{shard}' has {expected} rows and {found} ids, or an id that is null. Set Ids to one id for each row before Commit.");

    public static ArgumentException ShardTooLarge(string shard, int rows, long bytes) =>
        new($"Shard '{shard}' of {rows} rows would have {Bytes(bytes)}, more than an array holds. Give fewer rows per shard.");

    public static InvalidOperationException CannotBeginShard(int index, ArtifactKey key) =>
        new($"Shard {index} of '{key}' is open or complete already. Begin only shards that IsShardComplete denies.");

    [DoesNotReturn]
    public static void BadTensorFileName(string name) =>
        throw new ArgumentException(
            $"'{name}' cannot be the name of a file of tensors: it must be one segment of ASCII letters, digits and . _ - + = @ and not "
                + "begin with 'rows-'.",
            nameof(name)
        );

    [DoesNotReturn]
    public static void TensorNameTwice(string tensor, ArtifactKey key) =>
        throw new ArtifactException(
            $"Tensor '{tensor}' is in two files of '{key}', or is both named and a tensor of rows. Give each its own name."
        );

    [DoesNotReturn]
    public static void MissingShards(ArtifactKey key, string store, IReadOnlyList<int> missing) =>
        throw new ArtifactException(
            $"Artifact '{key}' in {store} cannot be completed: {missing.Count} shards are missing, first "
                + $"{string.Join(", ", missing.Take(5).Select(ArtifactFiles.Shard))}. Run again the stage that makes them."
        );

    [DoesNotReturn]
    public static void IdsDiffer(string name, string store) =>
        throw new ArtifactException(
            $"'{name}' in {store}, left by another run, has other example ids than this run. The two runs had different data under one "
                + "fingerprint: remove the unfinished artifact, and make the fingerprint depend on the data."
        );

    [DoesNotReturn]
    public static void LeftoverDiffers(string name, string store) =>
        throw new ArtifactException(
            $"'{name}' in {store}, left by another run, has other tensors than this run writes. Remove the unfinished artifact and run "
                + "again."
        );

    [DoesNotReturn]
    public static void DraftDiffers(string name, string store, string found, string expected) =>
        throw new ArtifactException(
            $"'{name}' in {store}, left by another run, has rows of '{found}'; this run writes '{expected}'. Remove the unfinished "
                + "artifact and run again."
        );

    [DoesNotReturn]
    public static void ManifestLayoutDiffers(ArtifactKey key, string store, string found, string expected) =>
        throw new ArtifactException(
            $"Artifact '{key}' in {store} has rows of '{found}', expected '{expected}': something that shapes the rows is not in the "
                + "fingerprint. Add it, or remove the artifact and run again."
        );

    [DoesNotReturn]
    public static void OtherArtifactThere(ArtifactKey key, string store) =>
        throw new ArtifactException(
            $"{store} has another artifact '{key}': its manifest differs from the one to be copied. Remove it there, or copy to another "
                + "store."
        );

    [DoesNotReturn]
    public static void BadJson(string name, string store, Exception inner) =>
        throw new ArtifactDamagedException(name, store, $"is not what this program writes: {inner.Message}", inner);

    [DoesNotReturn]
    public static void JsonTooLarge(string name, string store, long length, long most) =>
        throw new ArtifactDamagedException(name, store, $"has {Bytes(length)}, at most {Bytes(most)} are allowed.");

    [DoesNotReturn]
    public static void BadManifest(string name, string store, string fault) =>
        throw new ArtifactDamagedException(name, store, $"is not consistent: {fault}.");

    [DoesNotReturn]
    public static void OtherVersion(string name, string store, int version) =>
        throw new ArtifactException(
            $"'{name}' in {store} has format version {version}, this program reads version {ArtifactManifest.CurrentVersion}: remove the "
                + $"artifact with 'dataworth store rm {name[..name.LastIndexOf('/')]} --store {ArtifactDamagedException.Quote(store)}', or "
                + "name another store with --store."
        );

    [DoesNotReturn]
    public static void ManifestChanged(string name, string store, string found, string expected) =>
        throw new ArtifactDamagedException(
            name,
            store,
            $"was changed after it was written: its checksum is {Short(found)}, it says {Short(expected)}."
        );

    [DoesNotReturn]
    public static void ForeignManifest(string name, string store, string found, ArtifactKey key) =>
        throw new ArtifactDamagedException(
            name,
            store,
            $"is the manifest of '{found}', expected that of '{key}': the folder was renamed or its files were mixed."
        );

    [DoesNotReturn]
    public static void FileMissing(string name, string store) =>
        throw new ArtifactDamagedException(name, store, "is missing, but the manifest lists it.");

    [DoesNotReturn]
    public static void WrongSize(string name, string store, long found, long expected, string source) =>
        throw new ArtifactDamagedException(
            name,
            store,
            $"has {Bytes(found)}, {source} says {Bytes(expected)}: the file was truncated or replaced."
        );

    [DoesNotReturn]
    public static void WrongHash(string name, string store, string found, string expected) =>
        throw new ArtifactDamagedException(
            name,
            store,
            $"has the digest {Short(found)}, the manifest says {Short(expected)}: its bytes were changed."
        );

    [DoesNotReturn]
    public static void ForeignShard(string name, string store, string artifact) =>
        throw new ArtifactDamagedException(name, store, $"is a shard of artifact '{artifact}'.");

    public static void IfOtherTensors(string name, string store, SafetensorsHeader header, IEnumerable<SafetensorsEntry> expected)
    {
        if (!header.Tensors.Select(tensor => tensor.Entry).SequenceEqual(expected))
        {
            throw new ArtifactDamagedException(
                name,
                store,
                $"has the tensors '{string.Join("; ", header.Tensors.Select(tensor => tensor.Entry))}', the manifest says "
                    + $"'{string.Join("; ", expected)}'."
            );
        }
    }

    [DoesNotReturn]
    public static void OptionDiffers(ArtifactKey key, string store, string option, string found, string expected) =>
        throw new ArtifactException(
            $"Artifact '{key}' in {store} was made with {option} '{found}', but the options ask for '{expected}'. Fit again, or set "
                + $"{option} = {found}."
        );

    [DoesNotReturn]
    public static void OptionMissing(ArtifactKey key, string store, string option, string expected) =>
        throw new ArtifactException(
            $"Artifact '{key}' in {store} does not say with which {option} it was made, but the options ask for '{expected}'. Fit again."
        );

    internal static string Bytes(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ') + " bytes";

    private static bool IsDiskFull(Exception exception) =>
        exception is IOException
        && (
            exception.HResult is 28 or 122 or unchecked((int)0x80070070)
            || exception.Message.Contains("No space left", StringComparison.Ordinal)
            || exception.Message.Contains("disk is full", StringComparison.OrdinalIgnoreCase)
        );

    // JSON's messages end with where in the bytes it was, which no reader of a sentence looks up.
    internal static string Reason(Exception exception) =>
        exception.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0].TrimEnd('.') + ".";

    private static string Short(string hash) => hash.Length > 23 ? hash[..23] + "…" : hash;

    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
