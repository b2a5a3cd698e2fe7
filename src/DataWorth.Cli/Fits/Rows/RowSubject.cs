using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Evaluation.Results;
using DataWorth.Models.Data.Sources;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>A table or images, and a network that tells their classes apart.</summary>
internal sealed class RowSubject(
    RowOrigin origin,
    DataSource? training,
    torch.nn.Module<torch.Tensor, torch.Tensor> network,
    OptionNames names
) : FitSubject
{
    private const string LittleTraining =
        "Train longer (option 'training.epochs') or with another rate (option 'training.learning-rate'), or see whether columns of numbers are "
        + "standardised (option 'standardize'): the "
        + "influence on a model that has learned nothing means little.";

    private RowOrigin _origin = origin;
    private FitRows? _rows;

    /// <inheritdoc/>
    public override FitOrigin Origin => _origin;

    /// <inheritdoc/>
    public override torch.nn.Module Network => network;

    /// <inheritdoc/>
    public override AttributionTask Task { get; } = RowTask.Of(network, origin.Model, origin.Encoding.ItemShape);

    /// <inheritdoc/>
    public override long Count => training!.Count;

    /// <inheritdoc/>
    public override string DataDigest => RowDigest.Of(training!);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notices => training!.Notices;

    /// <inheritdoc/>
    public override long DataBytes => training!.Count * training.ItemShape.Aggregate(4L, (product, side) => product * side);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _origin.Encoding.Classes;

    /// <inheritdoc/>
    public override (string Answer, string Label) Headings => ("prediction", "label");

    /// <inheritdoc/>
    public override IDataView? View(MLContext mlContext) => training?.View(mlContext);

    /// <inheritdoc/>
    public override IDataView? ViewAsEncoded(MLContext mlContext, FitRequest request)
    {
        var data = _origin.Data;
        DataOptions plain = new()
        {
            Path = request.TrainingPath ?? data.Path,
            Format = data.Format,
            LabelColumn = data.LabelColumn,
            IdColumn = data.IdColumn,
            Split = data.Split,
            Limit = data.Limit,
        };
        return OpenFit.Open(plain, _origin.Encoding, request).View(mlContext);
    }

    /// <inheritdoc/>
    public override StoredTraining? Train(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken)
    {
        if (_origin.Training is not { } options)
        {
            return null;
        }

        var made = StoredModel.Train(network, _origin.Model, options, training!, store, display, cancellationToken);
        _origin = _origin with { Weights = made.Key.ToString() };
        return made;
    }

    /// <inheritdoc/>
    public override void TakeWeights(string weights, IArtifactStore store)
    {
        StoredModel.Load(network, store, weights);
        _origin = _origin with { Weights = weights };
    }

    /// <inheritdoc/>
    public override SubjectFacts Describe(int batchSize, CancellationToken cancellationToken)
    {
        var (data, labels) = (training!, training!.Labels!);
        var accuracy = Prediction
            .Of(network, data, batchSize, cancellationToken)
            .Zip(labels, (prediction, label) => prediction.Class == label ? 1.0 : 0)
            .Average();
        return new()
        {
            Data =
                $"{CountText.Of(data.Count, "example")} ({data.Format.Name}), features [{string.Join(", ", data.ItemShape)}], "
                + $"{CountText.Of(data.Classes.Count, "class", "classes")}: {Listed.Some(data.Classes)}",
            Quality = string.Create(CultureInfo.InvariantCulture, $"{accuracy:P1} right on the training data"),
            ItemShape = data.ItemShape,
            Accuracy = accuracy,
            Warnings = [.. Warnings(data, labels, accuracy)],
        };
    }

    /// <inheritdoc/>
    public override AskedRows Ask(
        TypedData data,
        bool explainsLabels,
        int batchSize,
        bool withContent,
        FitRequest request,
        IReadOnlyList<Prediction>? predictions = null
    )
    {
        var queries = OpenLike(data, request);
        predictions ??= Prediction.Of(network, queries, batchSize, request.CancellationToken);
        return new(
            queries.View(new MLContext(seed: 0), Targets(queries, predictions, explainsLabels, OptionNames.Of(data))),
            Show(queries, predictions, withContent),
            predictions,
            Told(queries, OptionNames.Of(data))
        );
    }

    /// <inheritdoc/>
    public override QueryFacts Inspect(TypedData data, FitRequest request)
    {
        var queries = OpenLike(data, request);
        return new(RowDigest.Of(queries), queries.Count, queries.Labels is not null, queries.Notices);
    }

    /// <inheritdoc/>
    public override CandidateRows OpenCandidates(TypedData data, FitRequest request)
    {
        var candidates = OpenLike(data, request);
        return candidates.Labels is not null && Required(candidates) is var labels
            ? new(
                candidates.View(new MLContext(seed: 0)),
                candidates.Ids,
                [.. labels.Select(label => Classes[(int)label])],
                Told(candidates, OptionNames.Of(data))
            )
            : throw new UserErrorException(
                $"The candidates have no labels: a row's influence is that of learning its label. {WhereLabelsAre(candidates, OptionNames.Of(data))}"
            );
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, ReportExample> Examples(
        IReadOnlyCollection<string> ids,
        bool withContent,
        CancellationToken cancellationToken
    )
    {
        _rows ??= new(training, Classes);
        return ids.Distinct().ToDictionary(id => id, id => _rows.Example(id, withContent));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ReportSuspect> Suspects(AttributionTransformer fit, int count, bool withContent)
    {
        var suspects = fit.Suspects(training!.View(new MLContext(seed: 0)), count);
        var shown = Examples([.. suspects.Select(suspect => suspect.Id)], withContent, CancellationToken.None);
        return
        [
            .. suspects.Select(suspect => new ReportSuspect(
                shown[suspect.Id],
                suspect.SelfInfluence,
                suspect.IsPredicted ? null : Classes[(int)suspect.SuggestedLabel], // the model agrees with the label
                suspect.Margin,
                suspect.Duplicates
            )
            {
                Ties = suspect.Ties,
            }),
        ];
    }

    private static IReadOnlyList<long> Targets(
        DataSource queries,
        IReadOnlyList<Prediction> predictions,
        bool explainsLabels,
        OptionNames names
    ) =>
        explainsLabels
            ? queries.Labels?.Zip(predictions, (label, prediction) => label == DataSource.NoLabel ? prediction.Class : label).ToList()
                ?? throw new UserErrorException(
                    $"The queries have no labels to explain; explain predictions instead. {WhereLabelsAre(queries, names)}"
                )
            : [.. predictions.Select(prediction => (long)prediction.Class)];

    private static IReadOnlyList<string> Told(DataSource data, OptionNames names) => [.. data.Notices.Select(names.Of)];

    private static string WhereLabelsAre(DataSource data, OptionNames names) =>
        data.Format.HasImages
            ? "Put each image into a folder that is called as its class."
            : string.Join(
                ' ',
                [
                    .. Told(data, names),
                    $"Columns: {Listed.Some([.. data.ColumnDescriptions.Select(column => column.Name)])}. Give {names.Of("option 'label-column'")}.",
                ]
            );

    private IReadOnlyList<ReportQuery> Show(DataSource queries, IReadOnlyList<Prediction> predictions, bool withContent)
    {
        FitRows rows = new(queries, Classes);
        return
        [
            .. predictions.Select(
                (prediction, row) =>
                    new ReportQuery
                    {
                        Id = queries.Ids[row],
                        Content = withContent ? rows.Content(row) : ExampleContent.None,
                        Predicted = Classes[prediction.Class],
                        Probability = prediction.Probability,
                        TrueLabel = rows.Label(row),
                        Outside = queries.Outside(row),
                        Proponents = [],
                        Opponents = [],
                    }
            ),
        ];
    }

    private static IReadOnlyList<long> Required(DataSource candidates)
    {
        try
        {
            return candidates.RequireLabels();
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException($"{exception.Message} A candidate's influence is that of learning its label.", exception);
        }
    }

    private DataSource OpenLike(TypedData data, FitRequest request)
    {
        data.RefuseOthers(RowOrigin.Kind);
        return OpenFit.Open(data.Bind(new DataOptions()), _origin.Encoding, request with { Names = OptionNames.Of(data) });
    }

    private IEnumerable<string> Warnings(DataSource data, IReadOnlyList<long> labels, double accuracy)
    {
        foreach (var notice in Told(data, names))
        {
            yield return notice;
        }

        var commonest = labels.CountBy(label => label).Max(group => group.Value) / (double)data.Count;
        if (accuracy <= commonest)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{accuracy:P1}");
            yield return $"The model is right on {share} of its training data, no better than always saying the commonest class. "
                + (
                    _origin.Training is null
                        ? $"If it was trained well, its classes may be in another order: here it is {string.Join(", ", data.Classes)}."
                        : names.Of(LittleTraining)
                );
        }

        var leftOut = data.ColumnDescriptions.Where(column => column.Use == "left out").ToList();
        foreach (
            var warning in Excerpt.Of(
                [.. leftOut.Select(column => $"Column '{column.Name}' is left out: {names.Of(column.Reason)}.")],
                left => $"{left} columns are left out; 'dataworth inspect data --json' lists all."
            )
        )
        {
            yield return warning;
        }
    }
}
