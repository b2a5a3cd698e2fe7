using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Checks rows before a network meets them, so that what is wrong is said with its row and not in libtorch's words.</summary>
internal static class DataChecks
{
    private const int Named = 3;

    /// <summary>Checks what can be known before the network has run.</summary>
    public static void Before(nn.Module<Tensor, Tensor> model, TensorDataset data)
    {
        if (data.Count == 0)
        {
            Throw.NoRows();
        }

        if (data.Targets.dtype != ScalarType.Int64)
        {
            Throw.TargetsOfAnotherType(data.Targets.dtype);
        }

        using var scope = NewDisposeScope();
        var rows = tensor(data.Rows.ToArray(), device: data.Targets.device);
        if (Objective.CountTargets(data.Targets.index_select(0, rows)) == 0)
        {
            Throw.NothingCounts(data.Count);
        }

        if (model is not ITokenNetwork network || data.Inputs.ndim != 2)
        {
            return;
        }

        var inputs = data.Inputs.index_select(0, rows);
        if (Outside(inputs, network.VocabularySize) is { } place)
        {
            Throw.TokenOutside(
                $"'{data.RowId(data.Rows[(int)place.Row])}'",
                inputs[place.Row][place.Position].item<long>(),
                place.Position,
                network.VocabularySize
            );
        }
    }

    /// <summary>Checks the targets of all rows against the logits of the first batch: their shape and the number of classes.</summary>
    public static void Targets(TensorDataset data, Tensor logits)
    {
        using var scope = NewDisposeScope();
        long[] expected = [logits.shape[0], .. data.Targets.shape[1..]];
        if (logits.ndim < 2 || !logits.shape[..^1].SequenceEqual(expected))
        {
            Throw.TargetsOfAnotherShape(logits.shape, expected);
        }

        var classes = logits.shape[^1];
        var targets = data.Targets.index_select(0, tensor(data.Rows.ToArray(), device: data.Targets.device)).view(data.Count, -1); // [N, T]
        if (Outside(targets.masked_fill(targets.eq(Objective.Ignored), 0), classes) is { } place)
        {
            Throw.TargetOutside(
                data.RowId(data.Rows[(int)place.Row]),
                targets[place.Row][place.Position].item<long>(),
                data.Targets.ndim > 1 ? place.Position : null,
                classes
            );
        }
    }

    /// <summary>The ids of rows whose own loss is not finite, the first ones and a count; empty if there is none.</summary>
    public static string RowsNotFinite(TensorDataset data, Tensor indices, Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        var finite = Objective.Losses(logits, targets).isfinite().view(indices.shape[0], -1).all(1);
        string[] rows =
        [
            .. indices.cpu().masked_select(finite.logical_not().cpu()).data<long>().ToArray().Select(row => $"'{data.RowId(row)}'"),
        ];
        return string.Join(", ", rows.Take(Named)) + (rows.Length > Named ? $" and {rows.Length - Named} more" : "");
    }

    /// <summary>The first place of [N, T] with an index outside 0 to count - 1, or null.</summary>
    public static (long Row, long Position)? Outside(Tensor indices, long count)
    {
        using var scope = NewDisposeScope();
        var outside = indices.lt(0).logical_or(indices.ge(count));
        if (!outside.any().item<bool>())
        {
            return null;
        }

        var first = outside.flatten().to(ScalarType.Int32).argmax().item<long>();
        return (first / indices.shape[1], first % indices.shape[1]);
    }
}
