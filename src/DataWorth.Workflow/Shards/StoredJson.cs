using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Shards;

/// <summary>Small JSON objects in a store, each with the digest of what it says.</summary>
internal static class StoredJson
{
    /// <summary>Writes an object; the first writer of a name wins.</summary>
    /// <returns>False when it was there.</returns>
    public static bool Write<T>(IArtifactStore store, string name, T value, CancellationToken cancellationToken = default)
    {
        var content = CanonicalJson.Write(value);
        var bytes = CanonicalJson.Write(new Envelope(ContentDigest.Of(content), JsonNode.Parse(content)!));
        using var writer = store.Create(name, bytes.Length, cancellationToken);
        writer.Write(bytes, cancellationToken);
        return writer.Commit(cancellationToken);
    }

    /// <summary>Reads an object; null when there is none.</summary>
    /// <exception cref="ArtifactDamagedException">Its bytes are not those that were written.</exception>
    public static T? TryRead<T>(IArtifactStore store, string name, CancellationToken cancellationToken = default)
        where T : class
    {
        if (ReadBytes(store, name, cancellationToken) is not { } bytes)
        {
            return null;
        }

        try
        {
            var envelope = CanonicalJson.Read<Envelope>(bytes);
            var content = CanonicalJson.Write(envelope.Content);
            if (ContentDigest.Of(content) == envelope.Digest)
            {
                return CanonicalJson.Read<T>(content);
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            Throw.DamagedRecord(name, store.Description, exception);
        }

        Throw.DamagedRecord(name, store.Description, null);
        return null;
    }

    /// <summary>The bytes of an object; null when there is none.</summary>
    public static byte[]? ReadBytes(IArtifactStore store, string name, CancellationToken cancellationToken)
    {
        try
        {
            using var file = store.Open(name, cancellationToken);
            var bytes = new byte[checked((int)file.Length)];
            file.Read(0, bytes, cancellationToken);
            return bytes;
        }
        catch (ArtifactNotFoundException)
        {
            return null;
        }
    }

    private sealed record Envelope(string Digest, JsonNode Content);
}
