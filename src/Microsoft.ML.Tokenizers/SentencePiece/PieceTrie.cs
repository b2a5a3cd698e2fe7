namespace Microsoft.ML.Tokenizers;

/// <summary>A trie of pieces for finding all that begin at a character.</summary>
internal sealed class PieceTrie
{
    private readonly PairTable _children = new(1024);
    private readonly List<int> _ids = [-1];

    internal void Add(string text, int id)
    {
        int node = 0;
        foreach (char character in text)
        {
            int child = (int)_children.GetOrAdd(node, character, (ulong)_ids.Count);
            if (child == _ids.Count)
            {
                _ids.Add(-1);
            }

            node = child;
        }

        _ids[node] = id;
    }

    /// <summary>Goes from a node (0 is the root) along a character.</summary>
    /// <returns>Whether any piece goes on so.</returns>
    internal bool TryStep(ref int node, char character, out int id)
    {
        ulong child = _children.Get(node, character);
        id = child == PairTable.Missing ? -1 : _ids[(int)child];
        node = child == PairTable.Missing ? node : (int)child;
        return child != PairTable.Missing;
    }

    /// <summary>The longest piece at the beginning of a text, 0 if there is none.</summary>
    internal int LongestMatch(ReadOnlySpan<char> text)
    {
        int node = 0, longest = 0;
        for (int length = 0; length < text.Length && TryStep(ref node, text[length], out int id); length++)
        {
            longest = id >= 0 ? length + 1 : longest;
        }

        return longest;
    }
}
