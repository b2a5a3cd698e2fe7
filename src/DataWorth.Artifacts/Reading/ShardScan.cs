using System.Collections;

namespace DataWorth.Artifacts;

/// <summary>Goes over an artifact shard by shard while the next shards are read and checked in the background.</summary>
internal sealed class ShardScan(ArtifactReader owner, int firstShard, int shardCount, int readAhead, CancellationToken cancellationToken)
    : IEnumerable<ArtifactBlock>
{
    public IEnumerator<ArtifactBlock> GetEnumerator() => new Pass(owner, firstShard, firstShard + shardCount, readAhead, cancellationToken);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One pass. The first shards are under way as soon as it is made: who reads two artifacts side by side waits for both at
    /// once.</summary>
    private sealed class Pass : IEnumerator<ArtifactBlock>
    {
        private readonly ArtifactReader _owner;
        private readonly int _end;
        private readonly int _readAhead;
        private readonly CancellationTokenSource _stop;
        private readonly Queue<Task<LoadedShard>> _loading = new();
        private int _next;
        private LoadedShard? _loaded;
        private ArtifactBlock? _current;

        public Pass(ArtifactReader owner, int first, int end, int readAhead, CancellationToken cancellationToken)
        {
            _owner = owner;
            _next = first;
            _end = end;
            _readAhead = readAhead;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            LoadAhead();
        }

        public ArtifactBlock Current => _current!;

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            _loaded?.Dispose();
            _loaded = null;
            LoadAhead();
            if (!_loading.TryDequeue(out var task))
            {
                return false;
            }

            _loaded = task.GetAwaiter().GetResult();
            _current = new ArtifactBlock(_owner, _loaded);
            return true;
        }

        public void Reset() => throw new NotSupportedException();

        public void Dispose()
        {
            _loaded?.Dispose();
            _loaded = null;
            _stop.Cancel();
            while (_loading.TryDequeue(out var task))
            {
                Drop(task);
            }

            _stop.Dispose();
        }

        private void LoadAhead()
        {
            while (_next < _end && _loading.Count <= _readAhead)
            {
                var shard = _owner.Shards[_next++];
                var stop = _stop.Token;
                _loading.Enqueue(Task.Run(() => LoadedShard.Load(_owner, shard, stop), CancellationToken.None));
            }
        }

        private static void Drop(Task<LoadedShard> task)
        {
            try
            {
                task.GetAwaiter().GetResult().Dispose();
            }
            catch (Exception exception) when (exception is ArtifactException or OperationCanceledException)
            {
                // The shard was not asked for any more.
            }
        }
    }
}
