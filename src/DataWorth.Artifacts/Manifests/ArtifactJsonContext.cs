using System.Text.Json.Serialization;

namespace DataWorth.Artifacts;

/// <summary>Source-generated JSON of manifests and records: unknown, repeated and missing members are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(ArtifactManifest))]
[JsonSerializable(typeof(ArtifactDraft))]
[JsonSerializable(typeof(ShardRecord))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ArtifactJsonContext : JsonSerializerContext;
