using DataWorth.Gradients;
using DataWorth.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Training;

/// <summary>Trains a network by cross entropy. The same weights, data, options and number of threads give the same bits.</summary>
/// <remarks>
/// The order of the examples comes from the seed alone. A network with dropout also draws from libtorch's global generator, which is then
/// seeded:
/// train at most one such network at a time in a process.
/// The loss of a step is the mean over the targets of its batch that count; a batch without any is a step that changes nothing.
/// </remarks>
/// <param name="options">How to train.</param>
/// <param name="time">Source of time; null for the system's.</param>
public sealed class Trainer(TrainingOptions options, TimeProvider? time = null)
{
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Trains and leaves the network in evaluation mode.</summary>
    /// <param name="model">Logits [B, C] with targets [B], or [B, T, V] with targets [B, T]. The target -100 does not count.</param>
    /// <param name="data">Training rows.</param>
    /// <param name="progress">Told at most ten times a second, and at the end of every epoch.</param>
    /// <param name="cancellationToken">Stops between two steps; the network keeps the weights of the last whole step.</param>
    /// <exception cref="ArgumentException">There are no rows or no targets that count, or a row has a target that is no class or a token
    /// outside the vocabulary, or a batch normalisation gets steps of one row.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite, or a weight after the last step.</exception>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public TrainingResult Train(
        nn.Module<Tensor, Tensor> model,
        TensorDataset data,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        options.Validate();
        DataChecks.Before(model, data);
        OneDnnCheck.Run(model);
        EpochBatches.RequireVariance(model, data.Count, options.BatchSize);
        if (options.Threads is { } threads)
        {
            set_num_threads(threads);
        }

        if (model.modules().Any(module => module is Dropout))
        {
            random.manual_seed(options.Seed);
        }

        // A parameter that two modules share is one parameter: it is stepped once.
        List<Parameter> trainable =
        [
            .. DistinctParameters.Of(model).Select(entry => entry.Parameter).Where(parameter => parameter.requires_grad),
        ];
        using var optimizer = CreateOptimizer(trainable);
        var run = new TrainingRun(options, EpochBatches.Count(model, data.Count, options.BatchSize), _time, s_reportInterval, progress);
        model.train();
        try
        {
            for (var epoch = 0; epoch < options.Epochs; epoch++)
            {
                run.StartEpoch(epoch);
                using var order = tensor(EpochOrder.Shuffle(data.Rows, options.Seed, epoch), device: data.Inputs.device);
                for (long step = 0; step < run.StepsPerEpoch; step++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Step(model, trainable, optimizer, data, order, step, run);
                }
                run.Report();
            }
        }
        finally
        {
            ForgetGradients(trainable);
            model.eval();
        }
        run.RequireFinite(model);
        return run.Result();
    }

    private void Step(
        nn.Module<Tensor, Tensor> model,
        List<Parameter> trainable,
        optim.Optimizer optimizer,
        TensorDataset data,
        Tensor order,
        long step,
        TrainingRun run
    )
    {
        using var scope = NewDisposeScope();
        var rate = options.RateAt(run.Step, run.StepsPerEpoch);
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }

        var start = step * options.BatchSize;
        var indices = order.narrow(0, start, step == run.StepsPerEpoch - 1 ? data.Count - start : options.BatchSize);
        var (inputs, targets) = data.Gather(indices, model.Device());
        var count = Objective.CountTargets(targets);
        if (count == 0)
        {
            run.Count(indices.shape[0], 0, 0);
            return;
        }

        ForgetGradients(trainable);
        var logits = model.call(inputs);
        if (!run.HasLoss)
        {
            DataChecks.Targets(data, logits);
        }

        var loss = Objective.CrossEntropy(logits, targets);
        run.Check(loss.to(ScalarType.Float32).item<float>(), rate, () => DataChecks.RowsNotFinite(data, indices, logits, targets));
        if (!loss.requires_grad)
        {
            Throw.NoGradient(model.GetType().Name);
        }

        loss.backward();
        optimizer.step();
        run.Count(indices.shape[0], Objective.CountRight(logits, targets), count);
    }

    // The optimizer's own zero_grad() would keep the memory, and a wrapper per parameter.
    private static void ForgetGradients(List<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    private optim.Optimizer CreateOptimizer(IEnumerable<Parameter> parameters) =>
        options.Optimizer switch
        {
            OptimizerKind.AdamW => optim.AdamW(parameters, options.LearningRate, weight_decay: options.WeightDecay),
            _ => optim.SGD(parameters, options.LearningRate, options.Momentum, weight_decay: options.WeightDecay),
        };
}
