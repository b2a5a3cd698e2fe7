using DataWorth.Artifacts;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Retraining;
using DataWorth.Text;
using DataWorth.Workflow.Runs;
using Microsoft.ML;

namespace DataWorth.Cli.Commands.Store;

/// <summary>Finds what is in a store.</summary>
internal static class StoreItems
{
    private const int NamesInMessages = 4;

    /// <summary>Everything in a store, in the order of names.</summary>
    public static IReadOnlyList<StoreItem> List(IArtifactStore store, CancellationToken cancellationToken) =>
        [
            .. ArtifactCatalog
                .List(store, cancellationToken: cancellationToken)
                .Select(summary => (StoreItem)new ArtifactItem(store, summary))
                .Concat(
                    StoredRetrainings
                        .List(store, cancellationToken)
                        .Select(stored => new RetrainingsItem(stored, stored.Objects(cancellationToken)))
                )
                .Concat(
                    WorkflowObjects
                        .List(store, cancellationToken)
                        .Select(stored => new WorkflowItem(stored, stored.Objects(cancellationToken)))
                )
                .OrderBy(item => item.Key.ToString(), StringComparer.Ordinal),
        ];

    /// <summary>Those of a kind; all when null.</summary>
    /// <exception cref="UserErrorException">There is none of that kind.</exception>
    public static IReadOnlyList<StoreItem> OfKind(IReadOnlyList<StoreItem> items, string? kind, IArtifactStore store)
    {
        List<StoreItem> found = [.. items.Where(item => kind is null || item.Key.Kind == kind)];
        if (kind is null || found.Count > 0)
        {
            return found;
        }

        var kinds = items.CountBy(item => item.Key.Kind).ToList();
        var nearest = ClosestName.Of(kind, kinds.Select(entry => entry.Key));
        throw new UserErrorException(
            $"{store.Description} has nothing of kind '{kind}'. "
                + (
                    kinds.Count == 0
                        ? "It is empty."
                        : $"Its kinds: {string.Join(", ", kinds.Select(entry => $"{entry.Key} ({entry.Value})"))}."
                )
                + (nearest is null ? "" : $" Did you mean '{nearest}'?")
        );
    }

    /// <summary>The one that a text names: KIND/FINGERPRINT, FINGERPRINT, a beginning that only one has, or the name of a fit, whose newest it
    /// is.</summary>
    /// <exception cref="UserErrorException">The text names none or several: a fit may be called as others begin.</exception>
    public static StoreItem Find(IReadOnlyList<StoreItem> items, string text, IArtifactStore store)
    {
        List<StoreItem> found =
        [
            .. items.Where(item =>
                item.Key.ToString().StartsWith(text, StringComparison.Ordinal)
                || item.Key.Fingerprint.StartsWith(text, StringComparison.Ordinal)
            ),
        ];
        var begun = found.Count;
        if (new MLContext().Attribution.Fits(store).FirstOrDefault(fit => fit.Name == text) is { } fit)
        {
            found = [.. items.Where(item => item.Key.Equals(fit.Key)).Union(found)];
        }

        var names = string.Join(", ", found.Take(NamesInMessages).Select(item => item.Key));
        return found.Count switch
        {
            1 => found[0],
            0 => throw new UserErrorException(
                $"Nothing in store '{store.Description}' begins with '{text}'. List them with 'dataworth store ls'."
            ),
            _ => throw new UserErrorException(
                $"'{text}' is {(found.Count > begun ? "the name of a fit and " : "")}the beginning of {CountText.Of(begun, "artifact")}: "
                    + $"{names}{(found.Count > NamesInMessages ? ", ..." : "")}. Give more of the key."
            ),
        };
    }
}
