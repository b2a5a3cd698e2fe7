namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>Randomness of the component; for one thread.</summary>
    Random Rand { get; }
}
