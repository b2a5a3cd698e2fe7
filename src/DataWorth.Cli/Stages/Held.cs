namespace DataWorth.Cli.Stages;

/// <summary>One thing that stays open until another one is asked for.</summary>
internal sealed class Held<TKey, TValue>
    where TKey : notnull
    where TValue : class, IDisposable
{
    private TKey? _key;
    private TValue? _value;

    /// <summary>The thing of a key: the one that is open, or a new one in its place.</summary>
    public TValue Get(TKey key, Func<TValue> open)
    {
        if (_value is null || !EqualityComparer<TKey>.Default.Equals(_key, key))
        {
            Release();
            (_value, _key) = (open(), key);
        }

        return _value;
    }

    /// <summary>Closes it.</summary>
    public void Release()
    {
        _value?.Dispose();
        (_value, _key) = (null, default);
    }
}
