using DataWorth.Evaluation.Results;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Runtime;
using DataWorth.Tasks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DataWorth.Evaluation.Retraining;

/// <summary>Rows of numbers with classes, and a network that tells them apart.</summary>
public abstract class ClassRetraining : RetrainingTask
{
    private const int QueryBatch = 256;

    private readonly TensorDataset _train;
    private readonly TensorDataset _queries;
    private readonly IReadOnlyList<string> _classes;

    /// <summary>Makes the task.</summary>
    /// <param name="train">The training examples; disposed with the task.</param>
    /// <param name="queries">The queries; disposed with the task.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="training">How the network is trained; seed and threads are set by each retraining.</param>
    private protected ClassRetraining(TensorDataset train, TensorDataset queries, IReadOnlyList<string> classes, TrainingOptions training)
    {
        training.Validate();
        (_train, _queries, _classes) = (train, queries, classes);
        Training = training with { Seed = 0, Threads = 1 };
    }

    /// <summary>How the network is trained, without seed and threads.</summary>
    private protected TrainingOptions Training { get; }

    /// <inheritdoc/>
    public override AttributionTask CreateAttributionTask(nn.Module<Tensor, Tensor> model) =>
        new ClassificationTask(model, itemShape: _train.Inputs.shape[1..]);

    /// <inheritdoc/>
    public override nn.Module<Tensor, Tensor> Train(MemberSet members, long seed, CancellationToken cancellationToken = default)
    {
        set_num_threads(1);
        var model = CreateModel();
        try
        {
            SeededInitialization.Apply(model, seed);
            var options = Training with { Seed = seed };
            using var data = _train.Subset(members.Rows);
            if (model is Mlp perceptron && PerceptronTraining.CanTrain(perceptron.Options, options))
            {
                PerceptronTraining.Train(perceptron, data, options, cancellationToken);
            }
            else
            {
                new Trainer(options).Train(model, data, null, cancellationToken);
            }

            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override QueryMeasurements Measure(nn.Module<Tensor, Tensor> model) =>
        QueryMeasuring.Measure(
            CreateAttributionTask(model),
            QueryIds,
            QueryBatch,
            TargetsPerQuery,
            (first, count) =>
                new Dictionary<string, Tensor>
                {
                    [nameof(ImageExample.Features)] = _queries.Inputs.narrow(0, first, count).clone(),
                    [nameof(ImageExample.Label)] = _queries.Targets.narrow(0, first, count).clone(),
                },
            nameof(ImageExample.Label)
        );

    /// <inheritdoc/>
    public override IReadOnlyList<QueryPrediction> Predict(nn.Module<Tensor, Tensor> model)
    {
        OneDnnCheck.Run(model);
        using var unused = no_grad();
        List<QueryPrediction> predictions = [];
        for (var first = 0; first < QueryIds.Count; first += QueryBatch)
        {
            using var scope = NewDisposeScope();
            var inputs = _queries.Inputs.narrow(0, first, Math.Min(QueryBatch, QueryIds.Count - first));
            var (probabilities, classes) = model.call(inputs).softmax(-1).to_type(ScalarType.Float32).max(-1);
            predictions.AddRange(
                classes
                    .data<long>()
                    .ToArray()
                    .Zip(
                        probabilities.data<float>().ToArray(),
                        (label, probability) => new QueryPrediction(_classes[(int)label], probability)
                    )
            );
        }

        return predictions;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _train.Dispose();
        _queries.Dispose();
    }

    /// <summary>Rows as a view.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Numbers of a row.</param>
    private protected static IDataView View(MLContext mlContext, IEnumerable<ImageExample> rows, int width)
    {
        var schema = SchemaDefinition.Create(typeof(ImageExample));
        schema[nameof(ImageExample.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }
}
