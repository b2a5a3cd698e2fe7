using System.Runtime.InteropServices;
using DataWorth.Language.Corpora;

namespace DataWorth.Language.Retrieval;

/// <summary>Okapi BM25 over the tokens of passages: which of them have the words of a text. It knows nothing of the model, and is the baseline
/// that attribution has to be better than.</summary>
/// <remarks>
/// s(q, n) = sum over the tokens t of q, as often as they are there, of idf(t) f (k1 + 1) / (f + k1 (1 - b + b |n| / mean |n|)), f how often n
/// has t, idf(t) = ln(1 + (N - N_t + 1/2) / (N_t + 1/2)), N_t the number of passages that have t: never below 0. Source: Robertson and Zaragoza
/// 2009, with the logarithm of Lucene. Memory: 8 bytes for each different token of each passage.
/// </remarks>
public sealed class Bm25Index
{
    private readonly List<string> _ids = [];
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<int> _lengths = [];
    private readonly Dictionary<int, List<(int Row, int Count)>> _places = [];
    private readonly Bm25Options _options;

    /// <summary>Reads the passages once.</summary>
    /// <param name="passages">The passages; at least one.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two passages.</param>
    /// <exception cref="ArgumentException">There are none, an id appears twice, or an option is out of range.</exception>
    public Bm25Index(IEnumerable<TokenBlock> passages, Bm25Options? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(passages);
        _options = options ?? new();
        _options.Validate();
        foreach (var passage in passages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = _ids.Count;
            if (!_rows.TryAdd(passage.Id, row))
            {
                Throw.PassageTwice(passage.Id);
            }

            _ids.Add(passage.Id);
            _lengths.Add(passage.InputIds.Length);
            foreach (var (token, count) in passage.InputIds.CountBy(token => token))
            {
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, token, out _);
                (places ??= []).Add((row, count));
            }
        }

        if (_ids.Count == 0)
        {
            Throw.NoPassages();
        }
    }

    /// <summary>Ids of the passages, in their order.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>Ranks all passages for a text.</summary>
    /// <param name="query">Its tokens.</param>
    public Bm25Ranking Rank(IEnumerable<int> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var scores = new double[_ids.Count];
        var mean = _lengths.Average();
        foreach (var (token, times) in query.CountBy(token => token))
        {
            if (!_places.TryGetValue(token, out var places))
            {
                continue;
            }

            var weight = times * Math.Log(1 + ((_ids.Count - places.Count + 0.5) / (places.Count + 0.5)));
            foreach (var (row, count) in places)
            {
                var length = 1 - _options.LengthWeight + (_options.LengthWeight * _lengths[row] / mean);
                scores[row] += weight * count * (_options.Saturation + 1) / (count + (_options.Saturation * length));
            }
        }

        return new(_ids, _rows, scores);
    }
}
