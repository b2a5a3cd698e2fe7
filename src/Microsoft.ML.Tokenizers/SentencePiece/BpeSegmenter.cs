namespace Microsoft.ML.Tokenizers;

/// <summary>Byte pair encoding of a whole text: neighbours whose joint text is a piece are merged, the highest score first, of equal
/// scores the leftmost.</summary>
internal sealed class BpeSegmenter : PieceSegmenter
{
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly PieceTrie? _userDefined;

    internal BpeSegmenter(IReadOnlyList<Piece> pieces)
    {
        _pieces = pieces;
        for (int id = 0; id < pieces.Count; id++)
        {
            if (pieces[id].MatchesText)
            {
                _ids.TryAdd(pieces[id].Text, id);
            }

            if (pieces[id].Kind == PieceKind.UserDefined)
            {
                (_userDefined ??= new()).Add(pieces[id].Text, id);
            }
        }
    }

    internal override void Segment(ReadOnlySpan<char> text, int offset, List<Segment> segments)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        // Of the symbol that begins at a character: its end, the symbol before it, and whether it is frozen. An end of 0 means no symbol.
        int[] ends = new int[text.Length], previous = new int[text.Length];
        bool[] frozen = new bool[text.Length];
        // How an unused piece was put together: the character where its right half begins.
        Dictionary<(int Start, int End), int> halves = [];
        for (int start = 0, before = -1; start < text.Length; before = start, start = ends[start])
        {
            int userDefined = _userDefined?.LongestMatch(text[start..]) ?? 0;
            (frozen[start], previous[start]) = (userDefined > 0, before);
            ends[start] = start + (userDefined > 0 ? userDefined : CharacterLength(text[start..]));
        }

        PriorityQueue<(int Start, int Middle, int End), (float NegatedScore, int Start)> queue = new();
        for (int start = 0; start < text.Length; start = ends[start])
        {
            Push(text, start);
        }

        while (queue.TryDequeue(out (int Start, int Middle, int End) merge, out _))
        {
            (int start, int middle, int end) = merge;
            // Either symbol may have been merged since.
            if (ends[start] != middle || ends[middle] != end)
            {
                continue;
            }

            ends[start] = end;
            ends[middle] = 0;
            if (end < text.Length)
            {
                previous[end] = start;
            }

            if (previous[start] >= 0)
            {
                Push(text, previous[start]);
            }

            Push(text, start);
        }

        for (int start = 0; start < text.Length; start = ends[start])
        {
            Emit(text, start, ends[start]);
        }

        void Push(ReadOnlySpan<char> text, int start)
        {
            int middle = ends[start];
            if (middle == text.Length || frozen[start] || frozen[middle] || !lookup.TryGetValue(text[start..ends[middle]], out int id))
            {
                return;
            }

            queue.Enqueue((start, middle, ends[middle]), (-_pieces[id].Score, start));
            if (_pieces[id].Kind == PieceKind.Unused)
            {
                halves[(start, ends[middle])] = middle;
            }
        }

        void Emit(ReadOnlySpan<char> text, int start, int end)
        {
            int id = lookup.TryGetValue(text[start..end], out int found) ? found : -1;
            if (id >= 0 && _pieces[id].Kind == PieceKind.Unused && halves.TryGetValue((start, end), out int middle))
            {
                Emit(text, start, middle);
                Emit(text, middle, end);
                return;
            }

            segments.Add(new Segment(id, offset + start, offset + end));
        }
    }
}
