using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Measures a network on rows.</summary>
public static class Evaluator
{
    /// <summary>Mean loss and accuracy, in evaluation mode and without gradients; the mode is restored.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Number of rows at a time; it does not change the result beyond rounding. Default 512.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public static EvaluationResult Evaluate(
        nn.Module<Tensor, Tensor> model,
        TensorDataset data,
        int batchSize = 512,
        CancellationToken cancellationToken = default
    )
    {
        if (data.Count == 0)
        {
            Throw.NoRows();
        }

        using var unused = no_grad();
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var rows = tensor(data.Rows.ToArray());
            double loss = 0;
            long targetCount = 0,
                right = 0;
            for (long start = 0; start < data.Count; start += batchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var (inputs, targets) = data.Gather(rows.narrow(0, start, Math.Min(batchSize, data.Count - start)));
                var logits = model.call(inputs);
                var count = Objective.CountTargets(targets);
                if (count == 0)
                {
                    continue;
                }

                loss += count * Objective.CrossEntropy(logits, targets).to(ScalarType.Float64).item<double>();
                right += Objective.CountRight(logits, targets);
                targetCount += count;
            }
            return new EvaluationResult(targetCount, loss / Math.Max(1, targetCount), (double)right / Math.Max(1, targetCount));
        }
        finally
        {
            if (wasTraining)
            {
                model.train();
            }
        }
    }
}
