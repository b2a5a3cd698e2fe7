namespace DataWorth.Pipeline;

/// <summary>phi_q of the queries, one tensor [Q, D] per member of the fit. Shared by all query sets that are made of them; the last user frees the tensors.</summary>
/// <param name="ids">Query ids, [Q].</param>
/// <param name="members">phi_q [Q, D] per member.</param>
internal sealed class QueryFeatures(IReadOnlyList<string> ids, IReadOnlyList<Tensor> members)
{
    private int _users;

    /// <summary>Query ids, [Q].</summary>
    public IReadOnlyList<string> Ids => ids;

    /// <summary>phi_q of a member, [Q, D].</summary>
    public Tensor this[int member] => members[member];

    /// <summary>Counts one more user.</summary>
    public QueryFeatures Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Counts one less; the last frees the tensors.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) != 0)
            return;
        foreach (var tensor in members)
            tensor.Dispose();
    }
}
