namespace Microsoft.ML.Tokenizers;

/// <summary>The merges of a byte pair encoding: two neighbouring symbols, the rank of their merge (the lowest goes first) and the merged
/// symbol.</summary>
internal sealed class MergeTable(int capacity)
{
    internal const ulong NoMerge = PairTable.Missing;

    private readonly PairTable _table = new(capacity);

    /// <summary>Adds a merge; of two with the same pair the first counts.</summary>
    internal void Add(int left, int right, int rank, int merged) => _table.GetOrAdd(left, right, ((ulong)(uint)rank << 32) | (uint)merged);

    /// <summary>The merge of two symbols, which orders by rank, or <see cref="NoMerge"/>.</summary>
    internal ulong Find(int left, int right) => _table.Get(left, right);

    internal static int MergedSymbol(ulong merge) => (int)(uint)merge;

    internal static uint Rank(ulong merge) => (uint)(merge >> 32);
}
