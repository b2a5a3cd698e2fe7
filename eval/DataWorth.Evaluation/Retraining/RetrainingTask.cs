using DataWorth.Artifacts;
using DataWorth.Evaluation.Reports.Evaluation;
using DataWorth.Evaluation.Results;
using DataWorth.Tasks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>A data set, a model, a way to train it, and queries: everything that a counterfactual question is asked about.</summary>
/// <remarks>
/// A training is a function of (members, seed) alone: the seed draws the initial weights and, with stream epoch + 1, the permutation of the
/// members in ascending order
/// (<see cref="Models.Training.EpochOrder"/>), which is cut into batches. It runs on one thread, so that its bits depend neither on the
/// number of cores nor on what is
/// trained beside it. <see cref="Train"/> may be called from several threads at once.
/// </remarks>
public abstract class RetrainingTask : IDisposable
{
    private string? _fingerprint;

    /// <summary>Name for people and file names, such as <c>fashion-mnist-mlp</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Ids of the N training examples.</summary>
    public abstract IReadOnlyList<string> TrainIds { get; }

    /// <summary>Ids of the Q queries.</summary>
    public abstract IReadOnlyList<string> QueryIds { get; }

    /// <summary>Classes of the training examples, [N]; null for tasks without classes.</summary>
    public virtual IReadOnlyList<int>? TrainLabels => null;

    /// <summary>Classes of the queries, [Q]; null for tasks without classes.</summary>
    public virtual IReadOnlyList<int>? QueryLabels => null;

    /// <summary>Number of targets of each query that its loss sums over; 1 for classification.</summary>
    public virtual int TargetsPerQuery => 1;

    /// <summary>Number of training examples N.</summary>
    public int TrainCount => TrainIds.Count;

    /// <summary>Fingerprint of everything that measurements depend on besides members and seed.</summary>
    public string Fingerprint => _fingerprint ??= Describe().ToFingerprint();

    /// <summary>Names and values of everything that measurements depend on besides members and seed.</summary>
    public abstract FingerprintBuilder Describe();

    /// <summary>The untrained network.</summary>
    public abstract nn.Module<Tensor, Tensor> CreateModel();

    /// <summary>Trains a model; it is in evaluation mode and the caller's to dispose.</summary>
    /// <param name="members">The training examples.</param>
    /// <param name="seed">Seed of the initial weights and of the order of the batches.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="Models.Training.TrainingDivergedException">The loss is not finite.</exception>
    public abstract nn.Module<Tensor, Tensor> Train(MemberSet members, long seed, CancellationToken cancellationToken = default);

    /// <summary>Measures all queries.</summary>
    /// <param name="model">A trained model.</param>
    public abstract QueryMeasurements Measure(nn.Module<Tensor, Tensor> model);

    /// <summary>What a model predicts for every query, for people; null (the default) where there are no classes or the task does not
    /// say.</summary>
    /// <param name="model">A trained model.</param>
    public virtual IReadOnlyList<QueryPrediction>? Predict(nn.Module<Tensor, Tensor> model) => null;

    /// <summary>The model as attribution methods take it.</summary>
    /// <param name="model">A trained model, which stays the caller's.</param>
    public abstract AttributionTask CreateAttributionTask(nn.Module<Tensor, Tensor> model);

    /// <summary>The training examples as a view, in the order of <see cref="TrainIds"/>.</summary>
    /// <param name="mlContext">The context.</param>
    public abstract IDataView TrainView(MLContext mlContext);

    /// <summary>The queries as a view, in the order of <see cref="QueryIds"/>.</summary>
    /// <param name="mlContext">The context.</param>
    public abstract IDataView QueryView(MLContext mlContext);

    /// <summary>A training example as a person sees it; null (the default) for its id alone.</summary>
    /// <param name="row">Training example, 0 .. N - 1.</param>
    public virtual ExampleView? ShowTraining(int row) => null;

    /// <summary>A query as a person sees it; null (the default) for its id alone.</summary>
    /// <param name="query">Query, 0 .. Q - 1.</param>
    public virtual ExampleView? ShowQuery(int query) => null;

    /// <summary>The same task with copies of training examples as its queries, to see whether methods find the originals.</summary>
    /// <param name="rows">The training examples that are asked about.</param>
    public abstract RetrainingTask WithDuplicates(IReadOnlyList<int> rows);

    /// <summary>The same task with a share of the training labels made wrong. A task with classes (<see cref="TrainLabels"/>) has it; others
    /// are not asked.</summary>
    /// <param name="share">Share of the training examples, above 0.</param>
    /// <param name="seed">Seed of the choice and of the wrong labels.</param>
    /// <returns>The task, and which of its labels are wrong, [N].</returns>
    public virtual (RetrainingTask Task, bool[] IsFlipped) WithFlippedLabels(double share, int seed)
    {
        Throw.NoLabels(Name);
        return default;
    }

    /// <summary>Trains a model, measures all queries and forgets the model.</summary>
    /// <param name="request">Members and seed.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public QueryMeasurements Run(RetrainRequest request, CancellationToken cancellationToken = default)
    {
        using var model = Train(request.Members, request.Seed, cancellationToken);
        return Measure(model);
    }

    /// <summary>Frees the data.</summary>
    public abstract void Dispose();
}
