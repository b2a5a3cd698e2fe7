using DataWorth.Features;
using DataWorth.Methods;
using DataWorth.Runtime;
using DataWorth.Tasks;

namespace DataWorth.Stages;

/// <summary>A fit: its method, the model, and what was fitted for each checkpoint. Queries are mapped by <see cref="QuerySet"/>, examples scored
/// by <see cref="ScorePass"/>.</summary>
internal sealed class Fitted : IDisposable
{
    private readonly FitSummary _summary;

    /// <summary>Takes ownership of the sessions.</summary>
    /// <param name="recipe">The method.</param>
    /// <param name="task">The model and its loss.</param>
    /// <param name="members">The checkpoints' shares; one for single-model fits.</param>
    /// <param name="summary">What was fitted.</param>
    public Fitted(Recipe recipe, AttributionTask task, IReadOnlyList<FitSession> members, FitSummary summary)
    {
        (Recipe, Task, Members, _summary) = (recipe, task, members, summary);
        Groups = members[0].Groups; // parsed now: a wrong one is an error of the fit
    }

    public Recipe Recipe { get; }

    public AttributionTask Task { get; }

    public IReadOnlyList<FitSession> Members { get; }

    /// <summary>Number of training examples N.</summary>
    public long Count => _summary.Examples;

    /// <summary>The total, or the groups of modules that have columns of their own.</summary>
    public BlockGroups Groups { get; }

    /// <summary>What was fitted, with the cautions of the method. Reports grow when a damping has to be raised.</summary>
    public FitSummary Summary =>
        _summary with
        {
            Reports =
            [
                .. Members
                    .SelectMany(member => Recipe.Cautions(member).Concat(member.Reports).Concat(member.Curvature!.Reports))
                    .Concat(OneDnnCheck.Caution(Task.Model) is { } slower ? [slower] : [])
                    .Distinct(),
            ],
        };

    private AttributionOptions Options => Recipe.Options;

    /// <summary>Whether the fit was disposed.</summary>
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        // A batch that another thread scores is ended first.
        lock (ModelGate.Of(Task.Model))
        {
            IsDisposed = true;
            foreach (var member in Members)
            {
                member.Dispose();
            }
        }
    }

    /// <summary>The user's weights, to be put back after checkpoints were loaded.</summary>
    public KeptWeights KeepWeights() => new(Task.Model, Options.Checkpoints.Count > 0);
}
