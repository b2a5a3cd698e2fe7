namespace DataWorth.Statistics;

/// <summary>Sums over training examples that parts of the rows make on their own, in processes of their own, and that merge by
/// addition.</summary>
/// <remarks>Derived classes: <see cref="FeatureSums"/> and <see cref="ExampleSums"/>.</remarks>
public abstract class RunningSums : IDisposable
{
    private const string Examples = "examples";

    private readonly Dictionary<string, Tensor> _sums = [];

    /// <summary>Starts with no examples.</summary>
    protected RunningSums()
    {
        // Counted on the processor: the number is asked for, and never meets another tensor.
        _sums.Add(Examples, zeros([1], ScalarType.Int64, CPU).DetachFromDisposeScope());
    }

    /// <summary>The sums by name, with the number of examples: what a part hands over. Owned by this object.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> Sums => _sums;

    /// <summary>Number of examples added.</summary>
    public long Count => _sums[Examples].item<long>();

    /// <summary>Adds the sums of another part.</summary>
    /// <param name="part">Its <see cref="Sums"/>, which stay the caller's.</param>
    public virtual void Merge(IReadOnlyDictionary<string, Tensor> part)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, sum) in _sums)
        {
            sum.add_(part[name].to(sum.device));
        }
    }

    /// <summary>Frees the sums.</summary>
    public virtual void Dispose()
    {
        foreach (var sum in _sums.Values)
        {
            sum.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Counts examples.</summary>
    protected void AddCount(long examples) => _sums[Examples].add_(examples);

    /// <summary>A sum that starts at 0 and is merged by addition.</summary>
    /// <param name="name">Its name, such as <c>fc1.moments</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="type">Its type.</param>
    /// <param name="device">Its device.</param>
    protected Tensor Begin(string name, ReadOnlySpan<long> shape, ScalarType type, Device device)
    {
        var sum = zeros(shape, type, device).DetachFromDisposeScope();
        _sums.Add(name, sum);
        return sum;
    }

    /// <summary>Gives a sum away: it is neither merged nor freed any more.</summary>
    /// <param name="name">Its name.</param>
    protected Tensor Take(string name)
    {
        var sum = _sums[name];
        _sums.Remove(name);
        return sum;
    }

    /// <summary>The number of examples to divide by.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    protected long RequireCount()
    {
        var count = Count;
        if (count == 0)
        {
            CoreThrow.NoExamples();
        }

        return count;
    }
}
