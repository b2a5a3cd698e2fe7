namespace TorchSharp.Tests.Lifetime;

/// <summary>Tests that count live tensors: nothing else runs beside them.</summary>
[CollectionDefinition("Live tensors", DisableParallelization = true)]
public sealed class LiveTensorCollection;
