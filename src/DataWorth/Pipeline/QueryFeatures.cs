using DataWorth.Features;

namespace DataWorth.Pipeline;

/// <summary>phi_q of the queries for each member of the fit. Shared by all query sets that are made of them; the last user frees
/// them.</summary>
/// <param name="ids">Query ids, [Q].</param>
/// <param name="members">phi_q per member.</param>
internal sealed class QueryFeatures(IReadOnlyList<string> ids, IReadOnlyList<QueryGradients> members)
{
    private int _users;

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <summary>phi_q of a member.</summary>
    public QueryGradients this[int member] => members[member];

    /// <summary>Counts one more user.</summary>
    public QueryFeatures Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Counts one less; the last frees the features.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
        {
            return;
        }

        foreach (var queries in members)
        {
            queries.Dispose();
        }
    }
}
