using DataWorth.Features;

namespace DataWorth.Gradients;

/// <summary>A module whose per-example weight gradient is taken: knows how its input and output gradient become that gradient.</summary>
public abstract class TrackedModule
{
    /// <summary>Describes a module.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The module; used through <c>call</c> by the model.</param>
    /// <param name="weight">Its weight. Modules that share one weight add their gradients.</param>
    /// <param name="bias">The bias whose gradient is the last column; null when no bias is tracked.</param>
    protected TrackedModule(string name, nn.Module<Tensor, Tensor> module, Tensor weight, Tensor? bias = null)
    {
        Name = name;
        Module = module;
        Weight = weight;
        Bias = bias;
        WeightIdentity = ParameterIdentity.Of(weight)!.Value;
        BiasIdentity = ParameterIdentity.Of(bias);
    }

    /// <summary>The module's name in the model.</summary>
    public string Name { get; }

    /// <summary>The module.</summary>
    public nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>The weight whose gradient is taken.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias whose gradient is the last column; null when no bias is tracked.</summary>
    public Tensor? Bias { get; }

    /// <summary>Equal for modules that share their weight.</summary>
    internal ParameterIdentity WeightIdentity { get; }

    /// <summary>Equal for modules that share their bias; null when no bias is tracked.</summary>
    internal ParameterIdentity? BiasIdentity { get; }

    /// <summary>Name of the kind that it was found by, which <see cref="ModuleSelection.Kinds"/> chooses.</summary>
    public string Kind { get; internal set; } = ModuleKindTable.Linear;

    /// <summary>Whether the parameter is stored as the transpose [I, O] of its block [O, I]. Default false.</summary>
    public virtual bool IsWeightTransposed => false;

    /// <summary>Dimension of the module's output that the bias runs along. Default the last.</summary>
    public virtual int OutputDimension => -1;

    /// <summary>The blocks of the feature vector that the module yields; one, but for grouped convolutions.</summary>
    public abstract IReadOnlyList<BlockShape> Blocks { get; }

    /// <summary>Whether <see cref="Differentiate"/> takes numbers of 16 bits as they are, and its blocks widen them when they compute. Default
    /// false: they are given in float32.</summary>
    internal virtual bool KeepsNarrow => false;

    /// <summary>Turns one use of the module into per-example gradients, one per entry of <see cref="Blocks"/>.</summary>
    /// <param name="input">What went in, [B, ...].</param>
    /// <param name="outputGradient">Gradient of the summed objective by what came out, [B, ...].</param>
    /// <param name="mask">Which positions are real; null when all are.</param>
    public abstract IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask);

    /// <summary>Repeats an output that all examples of a batch share (an embedding of positions), so that each example has a gradient of
    /// its own. Default: as it is.</summary>
    /// <param name="input">What went in.</param>
    /// <param name="output">What came out.</param>
    /// <param name="examples">Number of examples B.</param>
    /// <param name="isShared">Whether a row run alone has shown that the first dimension is not the batch's.</param>
    public virtual Tensor PerExample(Tensor input, Tensor output, int examples, bool isShared) => output;
}
