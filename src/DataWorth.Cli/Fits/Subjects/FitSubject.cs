using DataWorth.Artifacts;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Reports.Attribution;
using DataWorth.Tasks;
using Microsoft.ML;
using TorchSharp;

namespace DataWorth.Cli.Fits.Subjects;

/// <summary>Data and model of a fit, opened.</summary>
internal abstract class FitSubject : IDisposable
{
    /// <summary>What it is, to be kept with the fit.</summary>
    public abstract FitOrigin Origin { get; }

    /// <summary>The model.</summary>
    public abstract torch.nn.Module Network { get; }

    /// <summary>What is attributed.</summary>
    public abstract AttributionTask Task { get; }

    /// <summary>Number of training examples.</summary>
    public abstract long Count { get; }

    /// <summary>Fingerprint of the training examples: of their files, or of what was read.</summary>
    public abstract string DataDigest { get; }

    /// <summary>What was done with the training examples that their owner may not expect, a sentence each.</summary>
    public virtual IReadOnlyList<string> Notices => [];

    /// <summary>Memory of the training examples, which grows with their number where they are held.</summary>
    public virtual long DataBytes => 0;

    /// <summary>Memory of a pass of the model over examples, beside the weights; 0 where it is not known.</summary>
    /// <param name="examples">How many.</param>
    public virtual long ActivationBytes(int examples) => 0;

    /// <summary>Floating-point operations of a forward pass of one example: two for each weight of a matrix, at each place that the example
    /// has; convolutions count as if they had one.</summary>
    public virtual double Operations =>
        2.0 * Network.parameters().Where(weight => weight.dim() > 1).Sum(weight => (double)weight.NumberOfElements);

    /// <summary>Names of the classes; none where there are no classes.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>What is measured of a query: "log-probability".</summary>
    public virtual string Measured => "log-probability";

    /// <summary>What the columns of a query's answer and of an example's label are called in tables.</summary>
    public abstract (string Answer, string Label) Headings { get; }

    /// <summary>The training examples; null where they were not asked for.</summary>
    public abstract IDataView? View(MLContext mlContext);

    /// <summary>The training examples as they are now in the encoding of the fit, so that a changed row changes no other one: means and
    /// deviations stay those of the fit. Null where an encoding depends on no rows.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="request">What the command knows besides.</param>
    public virtual IDataView? ViewAsEncoded(MLContext mlContext, FitRequest request) => null;

    /// <summary>Whether the rows are kept in the store, in the form in which they are read again and again; if not, they are read from the data
    /// themselves.</summary>
    public virtual bool KeepsRows => false;

    /// <summary>Bytes, about, of the rows that are kept; 0 where that is done.</summary>
    public virtual long KeptBytes => 0;

    /// <summary>Keeps the rows in the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their key.</returns>
    public virtual ArtifactKey Keep(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Trains the model where that is asked for.</summary>
    /// <param name="store">Keeps the weights.</param>
    /// <param name="display">Shows the progress.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The training; null where the model has weights.</returns>
    public virtual StoredTraining? Train(IArtifactStore store, ProgressDisplay display, CancellationToken cancellationToken) => null;

    /// <summary>Gives the model the weights of an earlier training.</summary>
    /// <param name="weights">Their key.</param>
    /// <param name="store">Where they are kept.</param>
    /// <exception cref="UserErrorException">They are not there.</exception>
    public virtual void TakeWeights(string weights, IArtifactStore store) => throw new NotSupportedException();

    /// <summary>What there is to say of data and model.</summary>
    /// <param name="batchSize">Rows in a pass.</param>
    /// <param name="cancellationToken">Stops.</param>
    public abstract SubjectFacts Describe(int batchSize, CancellationToken cancellationToken);

    /// <summary>Opens rows that are asked about.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="explainsLabels">Whether their own labels are explained, and not what the model predicts.</param>
    /// <param name="batchSize">Rows in a pass.</param>
    /// <param name="withContent">Whether they are shown.</param>
    /// <param name="request">What the command knows besides.</param>
    /// <param name="predictions">What the model predicts, where that is known; null to let it.</param>
    public abstract AskedRows Ask(
        TypedData data,
        bool explainsLabels,
        int batchSize,
        bool withContent,
        FitRequest request,
        IReadOnlyList<Prediction>? predictions = null
    );

    /// <summary>Rows that will be asked about, before anything is asked.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the command knows besides.</param>
    public abstract QueryFacts Inspect(TypedData data, FitRequest request);

    /// <summary>Opens rows that are scored as if they were training examples.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the command knows besides.</param>
    public abstract CandidateRows OpenCandidates(TypedData data, FitRequest request);

    /// <summary>Training examples as they are shown; those that are not known have their ids only.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="withContent">Whether pictures, columns and texts are shown.</param>
    /// <param name="cancellationToken">Stops.</param>
    public abstract IReadOnlyDictionary<string, ReportExample> Examples(
        IReadOnlyCollection<string> ids,
        bool withContent,
        CancellationToken cancellationToken
    );

    /// <summary>The training examples whose labels are most likely wrong.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="withContent">Whether they are shown.</param>
    /// <exception cref="NotSupportedException">There are no labels.</exception>
    public abstract IReadOnlyList<ReportSuspect> Suspects(AttributionTransformer fit, int count, bool withContent);

    /// <inheritdoc/>
    public virtual void Dispose() => Network.Dispose();
}
