using System.Text.Json.Serialization;
using DataWorth.Models.Networks;

namespace DataWorth.Models.Training;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(NetworkOptions))]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class CheckpointJsonContext : JsonSerializerContext;
