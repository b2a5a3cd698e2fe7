using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DataWorth.Artifacts;

/// <summary>Names of an artifact's files, and reading and writing of its small JSON ones.</summary>
internal static class ArtifactFiles
{
    public const string Manifest = "manifest.json";
    public const string Ids = "ids.json";
    public const string TensorsSuffix = ".safetensors";
    public const string RecordSuffix = ".commit.json";

    /// <summary>Begins the names of shards and of their records.</summary>
    public const string ShardPrefix = "rows-";

    private const int MaximumJson = 1 << 30;

    public static string Shard(int index) => $"{ShardPrefix}{index:D6}{TensorsSuffix}";

    public static string Record(int index) => $"{ShardPrefix}{index:D6}{RecordSuffix}";

    /// <summary>True for the files that only an unfinished artifact needs.</summary>
    public static bool IsScaffold(string file) => file == ArtifactDraft.FileName || file.EndsWith(RecordSuffix, StringComparison.Ordinal);

    /// <summary>True for names that other files of an artifact must not take.</summary>
    public static bool IsReserved(string file) =>
        file.StartsWith(ShardPrefix, StringComparison.Ordinal) || file is Manifest or Ids or ArtifactDraft.FileName;

    public static byte[] ReadAll(IArtifactStore store, string name, CancellationToken cancellationToken)
    {
        using var file = store.Open(name, cancellationToken);
        if (file.Length > MaximumJson)
        {
            Throw.JsonTooLarge(name, store.Description, file.Length, MaximumJson);
        }

        var bytes = new byte[file.Length];
        file.Read(0, bytes, cancellationToken);
        return bytes;
    }

    public static T Parse<T>(byte[] json, string name, IArtifactStore store, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the text is 'null'");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            Throw.BadJson(name, store.Description, exception);
            throw;
        }
    }

    /// <summary>Writes a whole small object.</summary>
    /// <returns>False when one of that name was there already.</returns>
    public static bool WriteAll(IArtifactStore store, string name, ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        using var writer = store.Create(name, bytes.Length, cancellationToken);
        writer.Write(bytes, cancellationToken);
        return writer.Commit(cancellationToken);
    }
}
