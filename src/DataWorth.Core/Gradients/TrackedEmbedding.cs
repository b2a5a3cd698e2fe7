using DataWorth.Features;
using TorchSharp.Modules;

namespace DataWorth.Gradients;

/// <summary>An embedding table W [V, d]: row v of G is the sum of g_t over the positions t with token v. Kept as ids and output gradients,
/// never as [V, d] per example.</summary>
/// <remarks>
/// An index of shape [T] or [1, T] that all examples share (positions) is looked up once and repeated for each example.
/// The row that <c>nn.Embedding(padding_idx: ...)</c> leaves out of training has no gradient here either. TorchSharp does not tell which it
/// is: it is found by a backward pass over the table, for tables of at most 2^26 numbers.
/// </remarks>
public sealed class TrackedEmbedding : TrackedModule
{
    private const long MostNumbers = 1 << 26;

    private readonly Lazy<long?> _leftOut; // looked for when it is tracked, not when it is described

    /// <summary>Describes an embedding.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="module">The table, int64 [B, ...] to [B, ..., d].</param>
    public TrackedEmbedding(string name, Embedding module)
        // The registered parameter: Embedding.weight would be a new object, owned by whatever dispose scope is open.
        : base(name, module, module.get_parameter("weight")!)
    {
        Blocks = [new BlockShape(name, Weight.shape[0], Weight.shape[1])];
        _leftOut = new(() => LeftOutRow(module, Weight));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BlockShape> Blocks { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<GradientBlock> Differentiate(Tensor input, Tensor outputGradient, PositionMask? mask)
    {
        using var scope = NewDisposeScope();
        var (examples, width) = (outputGradient.shape[0], outputGradient.shape[^1]);
        var tokens = input.expand(outputGradient.shape[..^1]).reshape(examples, -1); // [B, T]
        if (_leftOut.Value is { } row)
        {
            outputGradient = outputGradient.masked_fill((tokens == row).view(outputGradient.shape[..^1]).unsqueeze(-1), 0);
        }

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

    private static long? LeftOutRow(Embedding module, Tensor weight)
    {
        if (weight.is_meta || weight.NumberOfElements > MostNumbers)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        var (kept, isTrained) = (weight.detach().clone(), weight.requires_grad);
        try
        {
            using var on = enable_grad();
            weight.requires_grad = true;
            var rows = arange(weight.shape[0], ScalarType.Int64, weight.device);
            var gradient = autograd.grad([module.forward(rows).sum()], [weight])[0]; // 1 in every row but that one
            var without = (gradient.is_sparse ? gradient.to_dense() : gradient).eq(0).all(1).nonzero();
            return without.NumberOfElements == 1 ? without.item<long>() : null;
        }
        finally
        {
            weight.requires_grad = isTrained;
            using var off = no_grad();
            if (!weight.equal(kept).all().item<bool>())
            {
                weight.copy_(kept); // max_norm shortens what is looked up
            }
        }
    }
}
