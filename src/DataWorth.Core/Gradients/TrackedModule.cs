using DataWorth.Features;

namespace DataWorth.Gradients;

/// <summary>A module whose per-example weight gradient is taken: knows how its input and output gradient become that gradient.</summary>
public abstract class TrackedModule
{
    /// <summary>Describes a module.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The module; used through <c>call</c> by the model.</param>
    /// <param name="weight">Its weight. Modules that share one weight add their gradients.</param>
    protected TrackedModule(string name, nn.Module<Tensor, Tensor> module, Tensor weight)
    {
        Name = name;
        Module = module;
        Weight = weight;
    }

    /// <summary>The module's name in the model.</summary>
    public string Name { get; }

    /// <summary>The module.</summary>
    public nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>The weight whose gradient is taken.</summary>
    public Tensor Weight { get; }

    /// <summary>The blocks of the feature vector that the module yields; one, but for grouped convolutions.</summary>
    public abstract IReadOnlyList<BlockShape> Blocks { get; }

    /// <summary>Turns one use of the module into per-example gradients, one per entry of <see cref="Blocks"/>.</summary>
    /// <param name="input">What went in, [B, ...].</param>
    /// <param name="outputGradient">Gradient of the summed objective by what came out, [B, ...].</param>
    /// <param name="mask">Which positions are real; null when all are.</param>
    public abstract IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask);
}
