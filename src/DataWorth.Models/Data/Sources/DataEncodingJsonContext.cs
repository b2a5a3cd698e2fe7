using System.Text.Json.Serialization;

namespace DataWorth.Models.Data.Sources;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true
)]
[JsonSerializable(typeof(DataEncoding))]
internal sealed partial class DataEncodingJsonContext : JsonSerializerContext;
