using System.Text;
using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>Reads, checks and writes <c>manifest.json</c>.</summary>
internal static class ManifestFile
{
    private static readonly string s_zeros = ContentDigest.Prefix + new string('0', 64);

    /// <summary>The file's bytes, with the checksum filled in.</summary>
    public static byte[] ToBytes(ArtifactManifest manifest)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest with { Checksum = s_zeros }, ArtifactJsonContext.Default.ArtifactManifest);
        byte[] bytes = [.. json, (byte)'\n'];
        Encoding.ASCII.GetBytes(ContentDigest.Of(bytes)).CopyTo(ChecksumPlace(bytes, s_zeros));
        return bytes;
    }

    /// <summary>Reads and checks the manifest of an artifact.</summary>
    /// <exception cref="ArtifactNotFoundException">There is none: the artifact is missing or unfinished.</exception>
    /// <exception cref="ArtifactException">It is damaged, of another version, or of another artifact.</exception>
    public static ArtifactManifest Read(IArtifactStore store, ArtifactKey key, CancellationToken cancellationToken)
    {
        var name = key.Object(ArtifactFiles.Manifest);
        return Parse(ArtifactFiles.ReadAll(store, name, cancellationToken), store, key);
    }

    public static ArtifactManifest Parse(byte[] bytes, IArtifactStore store, ArtifactKey key)
    {
        var name = key.Object(ArtifactFiles.Manifest);
        RequireVersion(bytes, name, store);
        var manifest = ArtifactFiles.Parse(bytes, name, store, ArtifactJsonContext.Default.ArtifactManifest);
        RequireChecksum(bytes, manifest.Checksum, name, store);
        if (manifest.Kind != key.Kind || manifest.Fingerprint != key.Fingerprint)
        {
            Throw.ForeignManifest(name, store.Description, $"{manifest.Kind}/{manifest.Fingerprint}", key);
        }

        if (ManifestRules.FindFault(manifest) is { } fault)
        {
            Throw.BadManifest(name, store.Description, fault);
        }

        return manifest;
    }

    private static void RequireVersion(byte[] bytes, string name, IArtifactStore store)
    {
        // A newer version may have members that this program does not know; its number must be read before they are refused.
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var ours = document.RootElement.TryGetProperty("format", out var format) && format.ValueEquals(ArtifactManifest.FormatName);
            if (!ours)
            {
                Throw.BadManifest(name, store.Description, $"its format is not '{ArtifactManifest.FormatName}'");
            }

            if (
                document.RootElement.TryGetProperty("version", out var version)
                && version.TryGetInt32(out var number)
                && number != ArtifactManifest.CurrentVersion
            )
            {
                Throw.OtherVersion(name, store.Description, number);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Throw.BadJson(name, store.Description, exception);
        }
    }

    private static void RequireChecksum(byte[] bytes, string checksum, string name, IArtifactStore store)
    {
        byte[] copy = [.. bytes];
        var place = ChecksumPlace(copy, checksum);
        Encoding.ASCII.GetBytes(s_zeros).AsSpan(0, place.Length).CopyTo(place);

        var found = ContentDigest.Of(copy);
        if (found != checksum)
        {
            Throw.ManifestChanged(name, store.Description, found, checksum);
        }
    }

    private static Span<byte> ChecksumPlace(byte[] bytes, string checksum)
    {
        var index = checksum.Length == s_zeros.Length ? bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(checksum)) : -1;
        return index < 0 ? [] : bytes.AsSpan(index, checksum.Length);
    }
}
