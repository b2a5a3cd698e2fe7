using DataWorth.Features;
using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>An embedding table W [V, d]: row v of G is the sum of g_t over the positions t with token v. Kept as ids and output gradients,
/// never as [V, d] per example.</summary>
/// <remarks>
/// An index of shape [T] or [1, T] that all examples share (positions) is looked up once and repeated for each example.
/// The padding row that <c>nn.Embedding(padding_idx: ...)</c> excludes from training cannot be seen from outside: leave padding out by the
/// task's position mask.
/// </remarks>
public sealed class TrackedEmbedding : TrackedModule
{
    /// <summary>Describes an embedding.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The table, int64 [B, ...] to [B, ..., d].</param>
    public TrackedEmbedding(string name, Embedding module)
        // The registered parameter: Embedding.weight would be a new object, owned by whatever dispose scope is open.
        : base(name, module, module.get_parameter("weight")!) => Blocks = [new BlockShape(name, Weight.shape[0], Weight.shape[1])];

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var (examples, width) = (outputGradient.shape[0], outputGradient.shape[^1]);
        var tokens = input.expand(outputGradient.shape[..^1]).reshape(examples, -1); // [B, T]
        if (mask is null || !mask.Fits(outputGradient))
        {
            return [new SparseRowGradient(Name, tokens, outputGradient.reshape(examples, -1, width), Blocks[0].Outputs)];
        }

        var inner = tokens.shape[1] / mask.Values.shape[1];
        var real = inner == 1 ? mask.Values.alias() : mask.Values.repeat_interleave(inner, 1); // [B, T]
        return
        [
            new SparseRowGradient(
                Name,
                tokens,
                mask.Apply(outputGradient).reshape(examples, -1, width),
                Blocks[0].Outputs,
                real,
                mask.CountOf(outputGradient)
            ),
        ];
    }

    /// <inheritdoc/>
    public override Tensor PerExample(Tensor input, Tensor output, int examples, bool isShared)
    {
        isShared = input.dim() switch
        {
            1 => isShared || input.shape[0] != examples, // [T], not one token for each example
            > 1 => input.shape[0] == 1 && examples > 1,
            _ => false,
        };
        if (!isShared)
        {
            return output;
        }

        using var scope = NewDisposeScope();
        var single = input.dim() == 1 ? output.unsqueeze(0) : output;
        return single.expand([examples, .. single.shape[1..]]).MoveToOuterDisposeScope();
    }
}
