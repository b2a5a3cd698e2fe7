using static TorchSharp.torch;
using DataWorth.Runtime;

namespace DataWorth.Models.Training;

/// <summary>Measures a network on rows.</summary>
public static class Evaluator
{
    /// <summary>Mean loss and accuracy, in evaluation mode and without gradients; the mode is restored.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Number of rows at a time; it does not change the result beyond rounding. Default 512.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <exception cref="ArgumentException">There are no rows or no targets that count, or a row has a target that is no class or a token
    /// outside the vocabulary.</exception>
    /// <exception cref="TrainingDivergedException">A loss is not finite.</exception>
    public static EvaluationResult Evaluate(
        nn.Module<Tensor, Tensor> model,
        TensorDataset data,
        int batchSize = 512,
        CancellationToken cancellationToken = default
    )
    {
        DataChecks.Before(model, data);
        using var unused = no_grad();
        var wasTraining = model.training;
        model.eval();
        OneDnnCheck.Run(model);
        try
        {
            using var rows = tensor(data.Rows.ToArray(), device: data.Inputs.device);
            double loss = 0;
            long targetCount = 0,
                right = 0;
            for (long start = 0; start < data.Count; start += batchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var indices = rows.narrow(0, start, Math.Min(batchSize, data.Count - start));
                var (inputs, targets) = data.Gather(indices, model.Device());
                var count = Objective.CountTargets(targets);
                if (count == 0)
                {
                    continue;
                }

                var logits = model.call(inputs);
                if (targetCount == 0)
                {
                    DataChecks.Targets(data, logits);
                }

                var mean = Objective.CrossEntropy(logits, targets).to(ScalarType.Float64).item<double>();
                if (!double.IsFinite(mean))
                {
                    Throw.LossNotFinite(DataChecks.RowsNotFinite(data, indices, logits, targets));
                }

                loss += count * mean;
                right += Objective.CountRight(logits, targets);
                targetCount += count;
            }
            return new EvaluationResult(targetCount, loss / targetCount, (double)right / targetCount);
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
