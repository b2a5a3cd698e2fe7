using System.Collections;

namespace DataWorth.Artifacts;

/// <summary>Goes over an artifact shard by shard while the next shards are read and checked in the background.</summary>
internal sealed class ShardScan(ArtifactReader owner, int firstShard, int shardCount, int readAhead, CancellationToken cancellationToken) : IEnumerable<ArtifactBlock>
{
    public IEnumerator<ArtifactBlock> GetEnumerator()
    {
        using var pool = new BufferPool();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<LoadedShard>> loading = new();
        int next = firstShard;
        int end = firstShard + shardCount;
        try
        {
            while (next < end || loading.Count > 0)
            {
                while (next < end && loading.Count <= readAhead)
                {
                    ShardFile shard = owner.Shards[next++];
                    loading.Enqueue(Task.Run(() => LoadedShard.Load(owner, shard, pool, stop.Token), CancellationToken.None));
                }

                using LoadedShard loaded = loading.Dequeue().GetAwaiter().GetResult();
                yield return new ArtifactBlock(owner, loaded);
            }
        }
        finally
        {
            stop.Cancel();
            while (loading.TryDequeue(out Task<LoadedShard>? task))
            {
                Drop(task);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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
