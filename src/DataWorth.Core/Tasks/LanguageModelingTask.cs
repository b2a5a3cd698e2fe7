namespace DataWorth.Tasks;

/// <summary>Language modelling: each token is predicted from those before it, with cross entropy summed over the real positions.</summary>
/// <remarks>
/// With tokens x_1..x_T and logits z_1..z_T, position t predicts x_(t+1): loss_n = sum_t [logsumexp(z_t) - z_t,x_(t+1)], margin_n = sum_t
/// [z_t,x_(t+1) - logsumexp of the others],
/// over the positions t whose token and next token are both real, and whose next token counts. The last real token predicts nothing; an example of one token has loss 0
/// and a zero gradient.
/// Padding belongs at the end for models that look back only; a model that looks both ways must be given the mask by its own task.
/// </remarks>
public sealed class LanguageModelingTask : AttributionTask, IClassifies, ISamplesLabels
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly string _tokens;
    private readonly string? _counts;

    /// <summary>Makes the task.</summary>
    /// <param name="model">Maps tokens int64 [B, T] to logits [B, T, V]. It is run in evaluation mode.</param>
    /// <param name="tokenColumn">Column of the tokens; its mask, where there is padding, is the column's name + ".Mask". Default
    /// "Tokens".</param>
    /// <param name="countsColumn">Column of truth values, one a token: whether the loss counts the token when it is predicted, so that of a
    /// prompt and its completion only the completion is learned, or asked about. Default null: all count.</param>
    public LanguageModelingTask(nn.Module<Tensor, Tensor> model, string tokenColumn = "Tokens", string? countsColumn = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenColumn);
        _model = model;
        _tokens = tokenColumn;
        _counts = countsColumn;
        Columns = [BatchColumn.Integers(tokenColumn), .. countsColumn is null ? [] : new[] { BatchColumn.Flags(countsColumn) }];
    }

    /// <inheritdoc/>
    public override nn.Module Model => _model;

    /// <inheritdoc/>
    public override IReadOnlyList<BatchColumn> Columns { get; }

    /// <inheritdoc/>
    public override Tensor Forward(ExampleBatch batch)
    {
        if (batch[_tokens].dim() != 2)
        {
            CoreThrow.BatchShape(_tokens, $"[{batch.Count}, positions]", $"[{string.Join(", ", batch[_tokens].shape)}]");
        }

        return _model.call(batch[_tokens]);
    }

    /// <inheritdoc/>
    public override Tensor Loss(Tensor outputs, ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        return SumOverPositions(-Softmax.LogProbability(Logits(outputs, batch), Targets(batch)), batch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Margin(Tensor outputs, ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        return SumOverPositions(Softmax.Margin(Logits(outputs, batch), Targets(batch)), batch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <remarks>1 for an example of one token, which predicts nothing.</remarks>
    public Tensor CorrectProbability(Tensor outputs, ExampleBatch batch)
    {
        using var scope = NewDisposeScope();
        var probabilities = Softmax.LogProbability(Logits(outputs, batch), Targets(batch)).exp(); // [B, T - 1]
        var counts = SumOverPositions(ones_like(probabilities), batch);
        var mean = SumOverPositions(probabilities, batch) / counts.clamp_min(1);
        return mean.masked_fill(counts.eq(0), 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SampledLoss(Tensor outputs, ExampleBatch batch, long seed)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(outputs, batch);
        var uniforms = Softmax.Uniforms(batch.Ids, (int)logits.shape[1], seed, outputs);
        var sampled = Softmax.Sample(logits, uniforms);
        return SumOverPositions(-Softmax.LogProbability(logits, sampled), batch).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string Describe() =>
        "language modelling, cross entropy of the next token" + (_counts is null ? "" : $" where {_counts}");

    /// <inheritdoc/>
    public override Tensor? PositionMask(ExampleBatch batch) => batch.TryGet(_tokens + BatchColumn.MaskSuffix, out var mask) ? mask : null;

    /// <summary>The logits, [B, T, V]. Those of the last position predict nothing; they stay, as leaving them out would copy all others.</summary>
    private Tensor Logits(Tensor outputs, ExampleBatch batch)
    {
        var (examples, positions) = (batch[_tokens].shape[0], batch[_tokens].shape[1]);
        if (outputs.dim() != 3 || outputs.shape[0] != examples || outputs.shape[1] != positions)
        {
            CoreThrow.BatchShape("(model output)", $"[{examples}, {positions}, vocabulary]", $"[{string.Join(", ", outputs.shape)}]");
        }

        return outputs;
    }

    /// <summary>The token after each position, [B, T]; some token after the last one.</summary>
    private Tensor Targets(ExampleBatch batch) => batch[_tokens].roll(-1, 1);

    /// <summary>[B, T] to [B]: the last position, those that are padding or that padding follows, and those whose next token does not count, add
    /// nothing.</summary>
    private Tensor SumOverPositions(Tensor values, ExampleBatch batch)
    {
        var length = values.shape[1] - 1;
        values = values.narrow(1, 0, length);
        if (PositionMask(batch) is { } mask)
        {
            values = values.masked_fill(mask.narrow(1, 0, length).eq(0).logical_or(mask.narrow(1, 1, length).eq(0)), 0);
        }

        if (_counts is not null)
        {
            var counts = batch[_counts];
            if (!counts.shape.SequenceEqual(batch[_tokens].shape))
            {
                CoreThrow.BatchShape(_counts, $"[{string.Join(", ", batch[_tokens].shape)}]", $"[{string.Join(", ", counts.shape)}]");
            }

            values = values.masked_fill(counts.narrow(1, 1, length).eq(0), 0);
        }

        return values.sum(-1);
    }
}
