using System.Globalization;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;
using DataWorth.Workflow.Shards;

namespace DataWorth.Workflow.Runs;

/// <summary>What a store keeps of a run beside its results: the plan, whether it was cancelled, and what was tried.</summary>
/// <remarks>Objects below <c>runs/DIGEST/</c>: <c>plan/plan.json</c>, <c>cancel/cancel.json</c>, <c>engines/...</c>, <c>attempts/...</c>. Removing them loses no
/// result.</remarks>
/// <param name="store">The store.</param>
/// <param name="digest">Digest of the plan.</param>
public sealed class RunFolder(IArtifactStore store, string digest)
{
    /// <summary>First part of the names.</summary>
    public const string Kind = "runs";

    private const string Prefix = "dw-";

    private const int DigestLength = 64;

    /// <summary>Letters of a digest's beginning that tell it from others by more than chance.</summary>
    private const int ShortestBeginning = 4;

    private readonly string _folder = $"{Kind}/{digest}/";
    private bool _hasWarned;

    /// <summary>Where it is.</summary>
    public IArtifactStore Store => store;

    /// <summary>Told once in a sentence where a record of what was tried, or of an engine, is damaged: it is left out, since no result rests on
    /// it. Default null: nobody.</summary>
    public Action<string>? Warn { get; set; }

    /// <summary>Name of the run.</summary>
    public string RunId => Plan.RunOf(digest);

    /// <summary>Whether somebody has cancelled the run.</summary>
    public bool IsCancelled(CancellationToken cancellationToken = default) => store.Exists(Cancel, cancellationToken);

    private string Cancel => _folder + "cancel/cancel.json";

    private string PlanName => _folder + "plan/plan.json";

    /// <summary>Stores the plan, unless it is there whole.</summary>
    /// <param name="store">The store.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static RunFolder Create(IArtifactStore store, Plan plan, CancellationToken cancellationToken = default)
    {
        RunFolder folder = new(store, plan.Digest);
        var stored = StoredJson.ReadBytes(store, folder.PlanName, cancellationToken);
        if (stored is null || !plan.ToJson().Span.SequenceEqual(stored))
        {
            if (stored is not null)
            {
                store.Delete(folder.PlanName, cancellationToken); // damaged: this is what it was
            }

            using var writer = store.Create(folder.PlanName, plan.ToJson().Length, cancellationToken);
            writer.Write(plan.ToJson().Span, cancellationToken);
            writer.Commit(cancellationToken);
        }

        return folder;
    }

    /// <summary>The runs of a store, the newest first.</summary>
    /// <param name="store">The store.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static IReadOnlyList<(RunFolder Folder, DateTimeOffset Planned)> List(
        IArtifactStore store,
        CancellationToken cancellationToken = default
    ) =>
        [
            .. store
                .List(Kind + "/", cancellationToken)
                .Where(info => info.Name.EndsWith("/plan/plan.json", StringComparison.Ordinal))
                .OrderByDescending(info => info.LastModified)
                .Select(info => (new RunFolder(store, info.Name.Split('/')[1]), info.LastModified)),
        ];

    /// <summary>The run of an id or of the beginning of a digest.</summary>
    /// <param name="store">The store.</param>
    /// <param name="text">The run's name (dw-...), or the beginning of the digest; null for the newest.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArgumentException">There is none, several begin so, or the beginning is shorter than four letters.</exception>
    public static RunFolder Find(IArtifactStore store, string? text, CancellationToken cancellationToken = default)
    {
        // Workers name runs in full: they need not look at all of a store.
        if (text?.Length == DigestLength && new RunFolder(store, text) is var named && store.Exists(named.PlanName, cancellationToken))
        {
            return named;
        }

        var all = List(store, cancellationToken);
        var beginning = text?.StartsWith(Prefix, StringComparison.Ordinal) == true ? text : Prefix + text;
        if (text is not null && beginning.Length < Prefix.Length + ShortestBeginning)
        {
            Throw.ShortName(text, ShortestBeginning);
        }

        var found = text is null
            ? all.Take(1).ToList()
            : [.. all.Where(run => (Prefix + run.Folder.Digest).StartsWith(beginning, StringComparison.Ordinal))];
        if (found.Count != 1)
        {
            Throw.NoRun(text, store.Description, found.Count, all.Select(run => run.Folder.RunId));
        }

        return found[0].Folder;
    }

    /// <summary>Digest of the plan.</summary>
    public string Digest => digest;

    /// <summary>The plan.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ArtifactException">It is not there, or damaged.</exception>
    public Plan ReadPlan(CancellationToken cancellationToken = default)
    {
        if (StoredJson.ReadBytes(store, PlanName, cancellationToken) is not { } bytes)
        {
            Throw.NoStoredPlan(digest, store.Description);
            throw null!;
        }

        if (ContentDigest.Of(bytes) != ContentDigest.Prefix + digest)
        {
            Throw.DamagedRecord(PlanName, store.Description, null);
        }

        return Plan.Parse(bytes, PlanName);
    }

    /// <summary>Marks the run as cancelled: shards that run stop soon, others do not begin.</summary>
    /// <param name="by">Who cancelled it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public void MarkCancelled(string by, CancellationToken cancellationToken = default) =>
        StoredJson.Write(store, Cancel, new CancelMark(by), cancellationToken);

    /// <summary>Takes the mark away: the run goes on where it was.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether there was one.</returns>
    public bool ClearCancelled(CancellationToken cancellationToken = default) => store.Delete(Cancel, cancellationToken);

    /// <summary>Remembers which engine the run was given to.</summary>
    /// <param name="options">Its options, with its kind; nothing secret.</param>
    /// <param name="cancellationToken">Stops.</param>
    public void KeepEngine(JsonNode options, CancellationToken cancellationToken = default)
    {
        var name = $"{_folder}engines/{Guid.CreateVersion7():n}.json";
        if (ReadEngine(cancellationToken) is not { } known || !JsonNode.DeepEquals(known, options))
        {
            StoredJson.Write(store, name, options, cancellationToken);
        }
    }

    /// <summary>The engine that the run was last given to; null where none is known, or the record is damaged.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public JsonNode? ReadEngine(CancellationToken cancellationToken = default) =>
        store.List(_folder + "engines/", cancellationToken).Select(info => info.Name).LastOrDefault() is { } name
            ? ReadIfWhole<JsonNode>(name, cancellationToken)
            : null;

    /// <summary>Keeps what became of a try, which is worth less than its result: a store that cannot take it loses nothing else.</summary>
    /// <param name="attempt">The try.</param>
    /// <param name="id">What it is called: of version 7, so that names are in the order of their times.</param>
    /// <param name="cancellationToken">Stops.</param>
    public void Keep(ShardAttempt attempt, Guid id, CancellationToken cancellationToken = default)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{_folder}attempts/{StageFolder(attempt.Stage)}/{attempt.Shard:00000}-{id:n}.json"
        );
        try
        {
            StoredJson.Write(store, name, attempt, cancellationToken);
        }
        catch (Exception exception) when (exception is ArtifactException or IOException)
        {
            // The outcome says it too.
        }
    }

    /// <summary>What was tried, in the order of shards and times; read as it is enumerated. Damaged records are left out.</summary>
    /// <param name="stage">Of which stage; null for all.</param>
    /// <param name="shards">Of which shards; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<ShardAttempt> Attempts(
        string? stage = null,
        Func<int, bool>? shards = null,
        CancellationToken cancellationToken = default
    ) =>
        store
            .List(_folder + "attempts/" + (stage is null ? "" : StageFolder(stage) + "/"), cancellationToken)
            .Where(info => shards is null || shards(ShardOf(info.Name)))
            .Select(info => ReadIfWhole<ShardAttempt>(info.Name, cancellationToken))
            .OfType<ShardAttempt>();

    /// <summary>Removes plan, mark and tries; results stay.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Number of objects removed.</returns>
    public int Remove(CancellationToken cancellationToken = default)
    {
        var objects = store.List(_folder, cancellationToken).ToList();
        objects.ForEach(info => store.Delete(info.Name, cancellationToken));
        return objects.Count;
    }

    private T? ReadIfWhole<T>(string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return StoredJson.TryRead<T>(store, name, cancellationToken);
        }
        catch (ArtifactDamagedException exception)
        {
            if (!_hasWarned)
            {
                _hasWarned = true;
                Warn?.Invoke($"A record of what was done for run {RunId} is left out; no result rests on it. {exception.Message}");
            }

            return null;
        }
    }

    // .../00003-ID.json
    private static int ShardOf(string name) =>
        int.Parse(Path.GetFileName(name).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture);

    private static string StageFolder(string stage) =>
        ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(stage))[ContentDigest.Prefix.Length..][..16];

    private sealed record CancelMark(string By);
}
