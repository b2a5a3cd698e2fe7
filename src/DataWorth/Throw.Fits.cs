using System.Diagnostics.CodeAnalysis;
using DataWorth.Stages;

namespace DataWorth;

/// <summary>Exceptions about fits and what is made from them.</summary>
internal static partial class Throw
{
    [DoesNotReturn]
    public static void NotSavable(string fit) =>
        throw new NotSupportedException(
            "An attribution transformer is not saved by mlContext.Model.Save, and the file that it has begun is not a model: delete it. "
                + "Gradients and statistics are already in the artifact store: open them again with "
                + $"mlContext.Attribution.Load(store, \"{fit}\", task)."
        );

    [DoesNotReturn]
    public static void NotRowToRow() =>
        throw new InvalidOperationException("Attribution scores rows in batches: use Transform(view), not a row-to-row mapper.");

    [DoesNotReturn]
    public static void TransformerDisposed() =>
        throw new ObjectDisposedException(
            nameof(AttributionTransformer),
            "This transformer is disposed. Ask it before, or make another one with Load, WithQueries, WithDamping or WithScore."
        );

    /// <summary>Says whether the fit or the queries of a living transformer are gone.</summary>
    public static void IfDisposed(Fitted fitted, QuerySet? queries)
    {
        if (fitted.IsDisposed)
        {
            throw new ObjectDisposedException(
                nameof(AttributionTransformer),
                "The fit is disposed: the transformer that Fit or Load returned owns it. Keep that one until the last that was made from it "
                    + "has been asked."
            );
        }

        if (queries is { IsDisposed: true })
        {
            throw new ObjectDisposedException(
                nameof(AttributionTransformer),
                "The queries are disposed: WithScore and WithDamping borrow those of the transformer that they are called on, and end with "
                    + "it. Keep the one that WithQueries gave until the last has been asked."
            );
        }
    }

    [DoesNotReturn]
    public static void NoSecondDerivatives() =>
        throw new InvalidOperationException(
            "The Hessian of the training loss is 0: Arnoldi's iteration finds no direction in it. The loss is linear in the tracked "
                + "parameters, or so small at every row that rounding makes it 0. Take another method, such as EKFAC, or track other "
                + "modules."
        );
}
