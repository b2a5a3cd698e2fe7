using DataWorth.Artifacts;
using DataWorth.Features;
using DataWorth.Statistics;

namespace DataWorth.Stages;

/// <summary>Runs the passes of a fit (<see cref="FitPass"/>): on all rows at once, or on a part of them, leaving sums in the store for the
/// worker that finds those of all parts there.</summary>
internal static class Passes
{
    private const string SumsKind = "pass-sums";
    private const string StateKind = "pass-state";

    /// <summary>Gives what the passes lead to: from the store, or by running them as far as the sums of other parts allow.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="part">The rows of this worker.</param>
    /// <param name="kind">Kind of the artifact that is made.</param>
    /// <param name="key">What it is made from.</param>
    /// <param name="next">The next pass from the state after the one before; null when the state is complete.</param>
    /// <param name="cut">What of the features is added; null for everything.</param>
    /// <returns>The complete state, which the caller owns; null when sums of other parts are missing.</returns>
    public static IReadOnlyDictionary<string, Tensor>? Run(
        FitSession session,
        Part part,
        string kind,
        FingerprintBuilder key,
        Func<IReadOnlyDictionary<string, Tensor>?, FitPass?> next,
        Func<FeatureBatch, FeatureBatch>? cut = null
    )
    {
        if (TensorArtifacts.TryRead(session.Store, key.ToKey(kind), session.Device) is { } known)
        {
            return known;
        }

        IReadOnlyDictionary<string, Tensor>? state = null;
        try
        {
            for (var number = 1; ; number++)
            {
                var after = key.Copy().Add("pass", number).Add("parts", part.Count);
                if (!part.IsWhole && TensorArtifacts.TryRead(session.Store, after.ToKey(StateKind), session.Device) is { } reduced)
                {
                    Replace(ref state, reduced);
                    continue;
                }

                var observed = number == 1 && part.IsWhole ? session.TakeObserved() : null;
                using var pass = observed ?? Begin(session, part, key, number, next, state, cut);
                if (pass is null)
                {
                    break;
                }

                if (part.IsWhole)
                {
                    Replace(ref state, Reduce(session, pass));
                }
                else if (TryMerge(session, part, key, number, pass))
                {
                    Replace(ref state, Keep(session, after, StateKind, Reduce(session, pass), part));
                }
                else
                {
                    return null;
                }
            }

            var complete = Keep(session, key, kind, state!, part);
            state = null;
            return complete;
        }
        finally
        {
            Replace(ref state, null);
        }
    }

    /// <summary>Stores the sums of a part for a pass that rode along with another one.</summary>
    /// <param name="session">The fit.</param>
    /// <param name="part">The rows.</param>
    /// <param name="key">What the passes make.</param>
    /// <param name="number">Which pass, from 1.</param>
    /// <param name="sums">The sums.</param>
    public static void Keep(FitSession session, Part part, FingerprintBuilder key, int number, RunningSums sums)
    {
        var own = SumsKey(session, part, key, number);
        TensorArtifacts.Write(session.Store, own.ToKey(SumsKind), own.Options, sums.Sums, session.Options.CancellationToken);
    }

    /// <summary>The next pass with the sums of all rows, or with none after the part's own are in the store; null when the state is
    /// complete.</summary>
    private static FitPass? Begin(
        FitSession session,
        Part part,
        FingerprintBuilder key,
        int number,
        Func<IReadOnlyDictionary<string, Tensor>?, FitPass?> next,
        IReadOnlyDictionary<string, Tensor>? state,
        Func<FeatureBatch, FeatureBatch>? cut
    )
    {
        var pass = next(state);
        if (pass?.Sums is null)
        {
            return pass;
        }

        try
        {
            if (part.IsWhole)
            {
                session.Run(pass, part, cut);
                return pass;
            }

            if (session.RowsOf(part).Count > 0 && !Exists(session, SumsKey(session, part, key, number).ToKey(SumsKind)))
            {
                session.Run(pass, part, cut);
                Keep(session, part, key, number, pass.Sums);
                pass.Dispose();
                pass = null;
            }

            return pass ?? next(state);
        }
        catch
        {
            pass?.Dispose();
            throw;
        }
    }

    /// <summary>Merges the sums of all parts, if they are there. Whoever does it starts from nothing and takes them in their order: the same
    /// numbers, whoever it is.</summary>
    private static bool TryMerge(FitSession session, Part part, FingerprintBuilder key, int number, FitPass pass)
    {
        if (pass.Sums is not { } whole)
        {
            return true;
        }

        List<ArtifactKey> parts =
        [
            .. Enumerable
                .Range(0, part.Count)
                .Select(index => new Part(index, part.Count))
                .Where(other => session.RowsOf(other).Count > 0)
                .Select(other => SumsKey(session, other, key, number).ToKey(SumsKind)),
        ];
        if (!parts.TrueForAll(other => Exists(session, other)))
        {
            return false;
        }

        foreach (var other in parts)
        {
            var sums = TensorArtifacts.TryRead(session.Store, other, session.Device);
            whole.Merge(sums ?? throw FitArtifact.Missing(session.Store, other));
            Replace(ref sums, null);
        }

        return true;
    }

    private static IReadOnlyDictionary<string, Tensor> Reduce(FitSession session, FitPass pass)
    {
        var state = pass.Reduce();
        session.Reports.AddRange(pass.Reports);
        return state;
    }

    private static FingerprintBuilder SumsKey(FitSession session, Part part, FingerprintBuilder key, int number)
    {
        var rows = session.RowsOf(part);
        return key.Copy()
            .Add("pass", number)
            .Add("parts", part.Count)
            .Add("rows", FormattableString.Invariant($"{rows.First} to {rows.End}"));
    }

    private static bool Exists(FitSession session, ArtifactKey key) =>
        ArtifactCatalog.TryReadManifest(session.Store, key, session.Options.CancellationToken) is not null;

    /// <summary>Stores tensors. Where several workers make the same, all go on with what the first one stored: eigenvectors that another
    /// machine computes may have another sign.</summary>
    private static IReadOnlyDictionary<string, Tensor> Keep(
        FitSession session,
        FingerprintBuilder key,
        string kind,
        IReadOnlyDictionary<string, Tensor> tensors,
        Part part
    )
    {
        TensorArtifacts.Write(session.Store, key.ToKey(kind), key.Options, tensors, session.Options.CancellationToken);
        if (part.IsWhole)
        {
            return tensors;
        }

        var given = tensors;
        Replace(ref given, null);
        return TensorArtifacts.TryRead(session.Store, key.ToKey(kind), session.Device)
            ?? throw FitArtifact.Missing(session.Store, key.ToKey(kind));
    }

    /// <summary>Puts another state in the place of one, and frees what is not in it.</summary>
    private static void Replace(ref IReadOnlyDictionary<string, Tensor>? state, IReadOnlyDictionary<string, Tensor>? other)
    {
        var kept = (other?.Values ?? []).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var tensor in (state?.Values ?? []).Where(tensor => !kept.Contains(tensor)))
        {
            tensor.Dispose();
        }

        state = other;
    }
}
