using System.Globalization;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Shards;

/// <summary>Which shards a store has: the truth about every run, on whatever engine.</summary>
/// <remarks>One object per shard, <c>work/KEY/shards/00003.json</c>, where KEY is that of the stage; it is written after the shard's
/// artifacts, by whoever is first.</remarks>
public sealed class ShardRecords(IArtifactStore store)
{
    /// <summary>First part of the names.</summary>
    public const string Kind = "work";

    /// <summary>Where they are.</summary>
    public IArtifactStore Store => store;

    /// <summary>The shards of a stage that are there.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlySet<int> Present(PlanStage stage, CancellationToken cancellationToken = default) =>
        store
            .List(Folder(stage), cancellationToken)
            .Where(info => info.Length > 0) // a record that was cut off says nothing
            .Select(info => IndexOf(info.Name))
            .OfType<int>()
            .ToHashSet();

    /// <summary>The shards of a stage that are there; none where the artifacts that they name are gone, or not as long as they were.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlySet<int> Whole(PlanStage stage, CancellationToken cancellationToken = default) =>
        Present(stage, cancellationToken) is var present && (present.Count == 0 || HasArtifacts(stage, present, cancellationToken))
            ? present
            : new HashSet<int>();

    /// <summary>The shards of a stage that are not there, sorted.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<int> Missing(PlanStage stage, CancellationToken cancellationToken = default) =>
        [.. Enumerable.Range(0, stage.Shards).Except(Present(stage, cancellationToken))];

    /// <summary>Whether all shards of a stage are there, with the artifacts that they name.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Stops.</param>
    public bool IsComplete(PlanStage stage, CancellationToken cancellationToken = default) =>
        Whole(stage, cancellationToken).Count == stage.Shards;

    /// <summary>Whether a shard is there, with the artifacts that it names or without.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="shard">Index from 0.</param>
    /// <param name="cancellationToken">Stops.</param>
    public bool Contains(PlanStage stage, int shard, CancellationToken cancellationToken = default) =>
        store.Exists(Name(stage, shard), cancellationToken);

    /// <summary>What a shard left.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="shard">Index from 0.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArtifactNotFoundException">The shard is not there.</exception>
    /// <exception cref="ArtifactDamagedException">The record is damaged.</exception>
    public ShardRecord Read(PlanStage stage, int shard, CancellationToken cancellationToken = default)
    {
        var record = StoredJson.TryRead<ShardRecord>(store, Name(stage, shard), cancellationToken);
        if (record is null)
        {
            Throw.NoShard(stage.Describe(shard), store.Description);
        }

        return record;
    }

    /// <summary>What all shards of a stage left, in their order.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArtifactNotFoundException">A shard is not there.</exception>
    public IReadOnlyList<ShardRecord> ReadAll(PlanStage stage, CancellationToken cancellationToken = default) =>
        [.. Enumerable.Range(0, stage.Shards).Select(shard => Read(stage, shard, cancellationToken))];

    /// <summary>Forgets damaged records, and the stages whose artifacts are no longer in the store or not as long as they were, with those before
    /// that left none of their own: they are computed again, from what is still there.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The stages that were forgotten.</returns>
    public IReadOnlyList<PlanStage> Heal(Plan plan, CancellationToken cancellationToken = default)
    {
        List<PlanStage> forgotten = [];
        foreach (var stage in plan.Stages)
        {
            Parallel.ForEach(
                store.List(Folder(stage), cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
                info => DeleteDamaged(info.Name, cancellationToken)
            );
            // The artifacts of a stage are one for all its shards, or one for each.
            if (Present(stage, cancellationToken) is { Count: > 0 } present && !HasArtifacts(stage, present, cancellationToken))
            {
                foreach (var key in Read(stage, present.Min(), cancellationToken).Artifacts.Select(ArtifactKey.Parse))
                {
                    Repair(key, cancellationToken);
                }

                forgotten.AddRange(Forget(plan, stage, cancellationToken));
            }
        }

        return forgotten;
    }

    /// <summary>Removes what an object belongs to if that is damaged, and forgets the stages that left it.</summary>
    /// <returns>Whether it was, and the stages.</returns>
    internal (bool IsRemoved, IReadOnlyList<PlanStage> Forgotten) Remove(Plan plan, string name, CancellationToken cancellationToken)
    {
        if (name.Split('/') is not [var kind, var fingerprint, _, ..] || kind == Kind)
        {
            DeleteDamaged(name, cancellationToken);
            return (!store.Exists(name, cancellationToken), []);
        }

        ArtifactKey key = new(kind, fingerprint);
        var isRemoved = ArtifactRepairer.Repair(store, key, preview: false, cancellationToken: cancellationToken).Removed.Count > 0;
        return (isRemoved, isRemoved ? Heal(plan, cancellationToken) : []);
    }

    /// <summary>Forgets a stage, and those before it that left no artifacts.</summary>
    internal IReadOnlyList<PlanStage> Forget(Plan plan, PlanStage stage, CancellationToken cancellationToken)
    {
        var lost = plan.Before(stage).Where(earlier => LeavesNothing(earlier, cancellationToken)).Append(stage).ToList();
        foreach (var (one, shard) in lost.SelectMany(one => Present(one, cancellationToken).Select(shard => (one, shard))).ToList())
        {
            store.Delete(Name(one, shard), cancellationToken);
        }

        return lost;
    }

    internal bool Write(PlanStage stage, int shard, StageResult result, CancellationToken cancellationToken) =>
        StoredJson.Write(
            store,
            Name(stage, shard),
            new ShardRecord(stage.Name, shard, stage.Shards, result.Artifacts, result.Result),
            cancellationToken
        );

    private bool LeavesNothing(PlanStage stage, CancellationToken cancellationToken) =>
        Present(stage, cancellationToken) is { Count: > 0 } present
        && Read(stage, present.Min(), cancellationToken) is { Artifacts.Count: 0, Result: null };

    // What all shards have left is finished.
    private bool HasArtifacts(PlanStage stage, IReadOnlySet<int> present, CancellationToken cancellationToken) =>
        HasArtifacts(stage, present.Min(), cancellationToken, isFinished: present.Count == stage.Shards);

    /// <summary>Whether a shard that is there has the artifacts that it names, each file as long as its manifest says.</summary>
    internal bool HasArtifacts(PlanStage stage, int shard, CancellationToken cancellationToken, bool isFinished = false)
    {
        try
        {
            return Read(stage, shard, cancellationToken)
                .Artifacts.All(key => IsWhole(ArtifactKey.Parse(key), isFinished, cancellationToken));
        }
        catch (ArtifactDamagedException)
        {
            return false;
        }
    }

    // What is not finished yet has no manifest: its shards may be written by others.
    private bool IsWhole(ArtifactKey key, bool isFinished, CancellationToken cancellationToken)
    {
        var lengths = store.List(key + "/", cancellationToken).ToDictionary(info => info.Name, info => info.Length);
        return ArtifactCatalog.TryReadManifest(store, key, cancellationToken) is { } manifest
            ? manifest.Files.All(file => lengths.GetValueOrDefault($"{key}/{file.File}", -1) == file.Bytes)
            : !isFinished && lengths.Count > 0;
    }

    private void Repair(ArtifactKey key, CancellationToken cancellationToken)
    {
        try
        {
            ArtifactRepairer.Repair(store, key, preview: false, cancellationToken: cancellationToken);
        }
        catch (ArtifactNotFoundException)
        {
            // It has no manifest: whoever makes it goes on with what is there.
        }
    }

    private void DeleteDamaged(string name, CancellationToken cancellationToken)
    {
        try
        {
            StoredJson.TryRead<ShardRecord>(store, name, cancellationToken);
        }
        catch (ArtifactDamagedException)
        {
            store.Delete(name, cancellationToken);
        }
    }

    private static string Folder(PlanStage stage) => $"{Kind}/{stage.Key}/shards/";

    private static string Name(PlanStage stage, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{Folder(stage)}{shard:00000}.json");

    private static int? IndexOf(string name) =>
        int.TryParse(Path.GetFileNameWithoutExtension(name), CultureInfo.InvariantCulture, out var index) ? index : null;
}
