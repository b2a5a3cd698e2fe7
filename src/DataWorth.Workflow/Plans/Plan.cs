using System.Text.Json;
using System.Text.Json.Nodes;
using DataWorth.Artifacts;

namespace DataWorth.Workflow.Plans;

/// <summary>A job as a graph of stages x shards. The same job has the same plan, and so the same digest and run.</summary>
public sealed class Plan
{
    private const int Format = 1;
    private const int DigestInRun = 12;

    private readonly Dictionary<string, PlanStage> _stages;
    private readonly Lazy<byte[]> _json;
    private readonly Lazy<string> _digest;

    /// <summary>Makes a plan.</summary>
    /// <param name="job">The resolved definition: all that its shards need to know.</param>
    /// <param name="stages">The stages, each after those that it needs.</param>
    /// <exception cref="ArgumentException">Two stages share a name, or a stage needs one that does not come before it.</exception>
    public Plan(JsonObject job, IReadOnlyList<PlanStage> stages)
    {
        (Job, Stages) = (job, stages);
        _stages = new(StringComparer.Ordinal);
        foreach (var stage in stages)
        {
            if (stage.Shards < 1)
            {
                Throw.Shards(stage.Name, stage.Shards);
            }

            if (stage.After.FirstOrDefault(name => !_stages.ContainsKey(name)) is { } missing)
            {
                Throw.StageOrder(stage.Name, missing);
            }

            if (!_stages.TryAdd(stage.Name, stage))
            {
                Throw.StageTwice(stage.Name);
            }
        }

        _json = new(() => CanonicalJson.Write(new Document(Format, Job, Stages)));
        _digest = new(() => ContentDigest.Of(_json.Value)[ContentDigest.Prefix.Length..]);
    }

    /// <summary>The resolved definition.</summary>
    public JsonObject Job { get; }

    /// <summary>The stages, each after those that it needs.</summary>
    public IReadOnlyList<PlanStage> Stages { get; }

    /// <summary>Digest of the plan's canonical JSON, 64 digits.</summary>
    public string Digest => _digest.Value;

    /// <summary>Name of the run on every engine: <c>dw-</c> and the first digits of the digest.</summary>
    public string RunId => RunOf(Digest);

    /// <summary>Number of shards of all stages.</summary>
    public long ShardCount => Stages.Sum(stage => (long)stage.Shards);

    /// <summary>The run of a plan's digest.</summary>
    /// <param name="digest">The digest.</param>
    public static string RunOf(string digest) => "dw-" + digest[..DigestInRun];

    /// <summary>A stage by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public PlanStage Get(string name)
    {
        if (!_stages.TryGetValue(name, out var stage))
        {
            Throw.NoStage(name, _stages.Keys);
        }

        return stage;
    }

    /// <summary>The stages that come before another one, however far.</summary>
    /// <param name="stage">The stage.</param>
    public IEnumerable<PlanStage> Before(PlanStage stage)
    {
        HashSet<string> seen = [];
        Stack<string> open = new(stage.After);
        while (open.TryPop(out var name))
        {
            if (seen.Add(name))
            {
                foreach (var earlier in _stages[name].After)
                {
                    open.Push(earlier);
                }
            }
        }

        return Stages.Where(other => seen.Contains(other.Name));
    }

    /// <summary>The canonical JSON.</summary>
    public ReadOnlyMemory<byte> ToJson() => _json.Value;

    /// <summary>Reads a plan.</summary>
    /// <param name="json">Its canonical JSON.</param>
    /// <param name="where">What it is called in messages.</param>
    /// <exception cref="ArtifactException">It is no plan, or one of another version.</exception>
    public static Plan Parse(ReadOnlySpan<byte> json, string where)
    {
        try
        {
            var document = CanonicalJson.Read<Document>(json);
            if (document.Format != Format)
            {
                Throw.PlanFormat(where, document.Format, Format);
            }

            return new Plan(document.Job, document.Stages);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            Throw.NoPlan(where, exception);
            throw;
        }
    }

    private sealed record Document(int Format, JsonObject Job, IReadOnlyList<PlanStage> Stages);
}
