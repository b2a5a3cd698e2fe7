namespace Microsoft.ML.Runtime;

/// <summary>What components run in: it gives them messages, progress and randomness.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>The components that a model file may name.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>Makes the host of one component.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="seed">Seed of its randomness; null: drawn from this environment's.</param>
    /// <param name="verbose">Whether it sends messages of kind <see cref="ChannelMessageKind.Trace"/> and <see cref="ChannelMessageKind.Info"/>; null: as this environment.</param>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}
