using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>The segmentation of the highest total score, found from left to right (Viterbi).</summary>
/// <remarks>Source: Kudo 2018, arXiv:1804.10959. A character that is no piece scores 10 below the lowest score; a user-defined piece of n
/// bytes scores
/// n · (highest score) - 0.1. Which of two equally good segmentations is taken follows the original program: totals are kept in float32,
/// but a new one is
/// compared before it is rounded, and of equal ones the first found stays.</remarks>
internal sealed class UnigramSegmenter : PieceSegmenter
{
    private const float UnknownPenalty = 10;

    private readonly PieceTrie _trie = new();
    private readonly double[] _scores;
    private readonly bool[] _skip;
    private readonly float _unknownScore;

    internal UnigramSegmenter(IReadOnlyList<Piece> pieces)
    {
        _scores = new double[pieces.Count];
        _skip = new bool[pieces.Count];
        float lowest = float.MaxValue, highest = float.MinValue;
        foreach (Piece piece in pieces.Where(piece => piece.Kind == PieceKind.Normal))
        {
            (lowest, highest) = (Math.Min(lowest, piece.Score), Math.Max(highest, piece.Score));
        }

        _unknownScore = (lowest > highest ? 0 : lowest) - UnknownPenalty;
        for (int id = 0; id < pieces.Count; id++)
        {
            Piece piece = pieces[id];
            _skip[id] = piece.Kind == PieceKind.Unused;
            _scores[id] = piece.Kind == PieceKind.UserDefined ? (Encoding.UTF8.GetByteCount(piece.Text) * highest) - 0.1 : piece.Score;
            if (piece.MatchesText)
            {
                _trie.Add(piece.Text, id);
            }
        }
    }

    internal override void Segment(ReadOnlySpan<char> text, int offset, List<Segment> segments)
    {
        float[] totals = new float[text.Length + 1];
        int[] starts = new int[text.Length + 1], ids = new int[text.Length + 1];
        Array.Fill(starts, -1);
        for (int start = 0, length; start < text.Length; start += length)
        {
            length = CharacterLength(text[start..]);
            bool single = false;
            int node = 0;
            for (int end = start; end < text.Length && _trie.TryStep(ref node, text[end], out int id); end++)
            {
                if (id >= 0 && !_skip[id])
                {
                    Offer(end + 1, start, id, totals[start] + _scores[id]);
                    single |= end + 1 == start + length;
                }
            }

            if (!single)
            {
                Offer(start + length, start, -1, totals[start] + _unknownScore);
            }
        }

        int first = segments.Count;
        for (int end = text.Length; end > 0; end = starts[end])
        {
            segments.Add(new Segment(ids[end], offset + starts[end], offset + end));
        }

        segments.Reverse(first, segments.Count - first);

        void Offer(int end, int start, int id, double total)
        {
            if (starts[end] < 0 || total > totals[end])
            {
                (starts[end], ids[end], totals[end]) = (start, id, (float)total);
            }
        }
    }
}
