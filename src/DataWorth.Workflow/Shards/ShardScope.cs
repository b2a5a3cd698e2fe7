namespace DataWorth.Workflow.Shards;

/// <summary>The shard that is being computed: what log events and spans of its time belong to.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Shard">Index from 0.</param>
/// <param name="Attempt">Which try: the last part of the name under which the store keeps what became of it.</param>
public sealed record ShardScope(string Run, string Stage, int Shard, string Attempt)
{
    private static readonly AsyncLocal<ShardScope?> s_current = new();

    /// <summary>That of the caller; null outside of shards.</summary>
    public static ShardScope? Current
    {
        get => s_current.Value;
        internal set => s_current.Value = value;
    }
}
