namespace DataWorth.Tests.Methods;

/// <summary>Runs alone: it counts the live tensors of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LiveTensorCollection
{
    public const string Name = "live tensors";
}
