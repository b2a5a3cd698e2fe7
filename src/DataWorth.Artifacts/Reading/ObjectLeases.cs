namespace DataWorth.Artifacts;

/// <summary>Keeps a few objects of a reader open between reads, because opening one may be a request to a service.</summary>
internal sealed class ObjectLeases(IArtifactStore store) : IDisposable
{
    private const int MostIdle = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _idle = new();
    private bool _disposed;

    /// <summary>Opens an object, or lends the one that is open.</summary>
    public ObjectLease Rent(string name, CancellationToken cancellationToken)
    {
        if (TryRent(name, null) is { } ready)
        {
            return ready;
        }

        // Opened outside the lock; when two threads do so at once, one of the two is closed again.
        var file = store.Open(name, cancellationToken);
        return TryRent(name, file)!;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var entry in _idle)
            {
                entry.File.Dispose();
            }

            _idle.Clear();
            _entries.Clear();
        }
    }

    private ObjectLease? TryRent(string name, IArtifactObject? opened)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(name, out var entry))
            {
                opened?.Dispose();
            }
            else if (opened is null)
            {
                return null;
            }
            else
            {
                entry = new Entry(name, opened);
                _entries.Add(name, entry);
            }

            if (entry.Leases++ == 0 && entry.Idle.List is not null)
            {
                _idle.Remove(entry.Idle);
            }

            return new ObjectLease(entry.File, () => Return(entry));
        }
    }

    private void Return(Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Leases > 0)
            {
                return;
            }

            if (_disposed)
            {
                entry.File.Dispose();
                return;
            }

            _idle.AddLast(entry.Idle);
            if (_idle.Count > MostIdle)
            {
                var oldest = _idle.First!.Value;
                _idle.RemoveFirst();
                _entries.Remove(oldest.Name);
                oldest.File.Dispose();
            }
        }
    }

    private sealed class Entry
    {
        public Entry(string name, IArtifactObject file)
        {
            Name = name;
            File = file;
            Idle = new LinkedListNode<Entry>(this);
        }

        public string Name { get; }

        public IArtifactObject File { get; }

        public int Leases { get; set; }

        public LinkedListNode<Entry> Idle { get; }
    }
}
