namespace DataWorth.Evaluation.Statistics;

/// <summary>Numbers sorted once, so that the ranks of any resample of them follow in one pass.</summary>
internal sealed class RankedSample
{
    private readonly int[] _order;
    private readonly bool[] _endsGroup;

    /// <param name="values">Finite numbers, [m].</param>
    /// <param name="name">What to call them in messages.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public RankedSample(ReadOnlySpan<double> values, string name = "values")
    {
        Finite.Require(values, name);
        var keys = values.ToArray();
        _order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, _order);
        _endsGroup = [.. Enumerable.Range(0, keys.Length).Select(i => i == keys.Length - 1 || keys[i] != keys[i + 1])];
    }

    /// <summary>Number of values m.</summary>
    public int Count => _order.Length;

    /// <summary>Average rank, from 1, of each value in a sample that holds value i counts[i] times.</summary>
    /// <param name="counts">How often each value comes, [m].</param>
    /// <param name="ranks">Receives the ranks, [m]; those of values that do not come have no meaning.</param>
    public void Ranks(ReadOnlySpan<int> counts, Span<double> ranks)
    {
        var (before, group, first) = (0, 0, 0);
        for (var position = 0; position < _order.Length; position++)
        {
            group += counts[_order[position]];
            if (!_endsGroup[position])
            {
                continue;
            }

            var rank = before + ((group + 1) / 2.0);
            for (; first <= position; first++)
            {
                ranks[_order[first]] = rank;
            }

            before += group;
            group = 0;
        }
    }
}
