using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Language.Networks;

/// <summary>A causal language model: tokens [B, T] of type Int64 to logits [B, T, V].</summary>
/// <remarks>Position t sees the positions up to t, so that sequences padded at the end need no mask: leave their padding out of the loss.
/// Every submodule is run through <c>call</c>, so that hooks see it. Not thread-safe.</remarks>
/// <param name="name">Name of the module.</param>
public abstract class LanguageModel(string name) : nn.Module<Tensor, Tensor>(name), ISeededNetwork, ITokenNetwork
{
    /// <summary>The shape. Networks give it as Options with its own type too: TorchSharp cannot move a module that has two properties of one
    /// name, as covariant ones are.</summary>
    public abstract LanguageModelOptions Shape { get; }

    /// <summary>Number of tokens V.</summary>
    public abstract long VocabularySize { get; }

    /// <summary>Largest number of positions.</summary>
    public abstract long Positions { get; }

    /// <summary>Number of blocks.</summary>
    public abstract int Layers { get; }

    /// <summary>The token table, [V, E].</summary>
    public abstract Tensor TokenTable { get; }

    /// <summary>The output layer, [*, E] to [*, V].</summary>
    protected abstract nn.Module<Tensor, Tensor> Head { get; }

    /// <summary>Angles by which queries and keys are turned; null for a model with a table of positions.</summary>
    protected virtual RotaryPositions? Rotary => null;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is not [B, T] of integers, longer than the positions of the model, or has a token
    /// outside the vocabulary.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Head.call(Hidden(input)).MoveToOuterDisposeScope(); // [B, T, V]
    }

    /// <summary>Computes the hidden states before the output layer: tokens [B, T] to [B, T, E].</summary>
    /// <param name="tokens">Tokens, [B, T], type Int64.</param>
    /// <exception cref="ArgumentException">The input is not [B, T] of integers, longer than the positions of the model, or has a token
    /// outside the vocabulary.</exception>
    public Tensor Hidden(Tensor tokens) => Hidden(tokens, null);

    /// <summary>The logits after the last of some tokens, [B, V], computed from them and what the cache has of those before them.</summary>
    /// <param name="tokens">The tokens that the cache does not have yet, [B, T], type Int64.</param>
    /// <param name="cache">Keys and values of the tokens before; those of <paramref name="tokens"/> are added.</param>
    /// <exception cref="ArgumentException">The tokens are not [B, T] of integers, do not fit into the positions that are left, or one is
    /// outside the vocabulary.</exception>
    public Tensor Next(Tensor tokens, KeyValueCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        using var scope = NewDisposeScope();
        var hidden = Hidden(tokens, cache);
        return Head.call(hidden.narrow(1, tokens.shape[1] - 1, 1)).squeeze(1).MoveToOuterDisposeScope(); // [B, V]
    }

    /// <summary>Floating-point operations of a forward pass: 2 T for each weight of a matrix that is multiplied with, 4 T^2 E for the scores and
    /// sums of each block's attention. Tables that are looked up, norms and activations are not counted.</summary>
    /// <param name="tokens">Length T of the sequence, at least 0.</param>
    public double Operations(long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        var width = TokenTable.shape[1];
        var matrices =
            parameters().Where(weight => weight.dim() > 1).Sum(weight => (double)weight.NumberOfElements)
            - modules().OfType<Embedding>().Sum(table => (double)table.weight!.NumberOfElements)
            + (Head is TiedHead ? VocabularySize * (double)width : 0);
        return (2 * matrices * tokens) + (4.0 * tokens * tokens * width * Layers);
    }

    /// <summary>Memory that a pass forward and back to the outputs of linear layers takes beside the weights, without weight gradients, for
    /// planning: about, and without what an allocator leaves unused.</summary>
    /// <remarks>
    /// B T (L k + o) numbers are kept from the forward pass: k at each position of a block between and inside its linear layers, o the
    /// outputs of all linear layers; o numbers more are the gradients of these, and 2 V the log-probabilities and their gradients.
    /// A 16-bit model has them in 2 bytes, and what goes in and out of the largest linear layer in 4 bytes besides, in which gradients are
    /// combined, one layer after the other.
    /// After the first pass examples are run alone, to see that they do not depend on each other, beside what went in and out of the linear layers
    /// in that pass.
    /// </remarks>
    /// <param name="examples">Examples B of a pass, at least 1.</param>
    /// <param name="tokens">Length T, at least 1.</param>
    /// <returns>Bytes.</returns>
    public long ActivationBytes(long examples, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        var layers = modules()
            .OfType<nn.Module<Tensor, Tensor>>()
            .Where(module => module is Projection or TransposedLinear)
            .Select(module => (IsTransposed: module is TransposedLinear, module.get_parameter("weight")!.shape))
            .Select(layer => (In: layer.shape[layer.IsTransposed ? 0 : 1], Out: layer.shape[layer.IsTransposed ? 1 : 0]))
            .ToList();
        var (into, outOf) = (layers.Sum(layer => layer.In), layers.Sum(layer => layer.Out));
        var kept = (Layers * KeptNumbers) + (2 * outOf);
        var (size, wide) = (
            TokenTable.ElementSize,
            TokenTable.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? layers.Max(layer => layer.In + layer.Out) : 0
        );
        var pass = (kept * size) + (2 * VocabularySize * Math.Max(size, sizeof(float))); // of a token
        var combined = (into + outOf) * size;
        return tokens * (Math.Max(examples * pass, (examples * combined) + pass) + (examples * wide * sizeof(float)));
    }

    /// <summary>Numbers that a block keeps of a position for the backward pass, but for the outputs of its linear layers.</summary>
    protected abstract long KeptNumbers { get; }

    /// <inheritdoc/>
    public abstract void Initialize(ParameterFiller filler);

    /// <summary>Runs everything but the output layer: [B, T] to [B, T, E].</summary>
    /// <param name="tokens">Tokens that have been checked.</param>
    /// <param name="context">Their places, and the cache.</param>
    protected abstract Tensor Run(Tensor tokens, SequenceContext context);

    private Tensor Hidden(Tensor tokens, KeyValueCache? cache)
    {
        Check(tokens, cache?.Length ?? 0);
        using var scope = NewDisposeScope();
        var context = new SequenceContext(cache, tokens, Rotary, TokenTable);
        var hidden = Run(tokens, context);
        cache?.Advance(tokens.shape[1]);
        return hidden.MoveToOuterDisposeScope();
    }

    private void Check(Tensor tokens, long start)
    {
        if (tokens.ndim != 2)
        {
            Throw.NotTokens(tokens.shape);
        }

        if (tokens.dtype is not (ScalarType.Int64 or ScalarType.Int32))
        {
            Throw.TokensOfAnotherType(tokens.dtype);
        }

        var length = start + tokens.shape[1];
        if (length > Positions)
        {
            Throw.TooManyPositions(length, Positions);
        }

        // Without values on the meta device.
        if (tokens.device_type != DeviceType.META && DataChecks.Outside(tokens, VocabularySize) is { } place)
        {
            var token = tokens[place.Row][place.Position].to(ScalarType.Int64).item<long>();
            Throw.TokenOutside(place.Row, token, place.Position, VocabularySize);
        }
    }
}
