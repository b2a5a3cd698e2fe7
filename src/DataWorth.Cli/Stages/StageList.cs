using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;

namespace DataWorth.Cli.Stages;

/// <summary>The stages of a plan that is being made: those of one key are one.</summary>
internal sealed class StageList(StageJson json)
{
    private readonly List<PlanStage> _stages = [];
    private readonly Dictionary<string, PlanStage> _byKey = new(StringComparer.Ordinal);

    /// <summary>What names of stages end in where another combination of the matrix has the name already.</summary>
    public string Suffix { get; set; } = "";

    /// <summary>The stages so far.</summary>
    public IReadOnlyList<PlanStage> Stages => _stages;

    /// <summary>Adds a stage.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="shards">Number of shards.</param>
    /// <param name="after">The stages that come before.</param>
    /// <param name="key">What it depends on beside its kind.</param>
    /// <param name="settings">What its shards are told.</param>
    /// <param name="cost">What it takes.</param>
    /// <param name="round">Which of several rounds.</param>
    /// <param name="rounds">Of how many.</param>
    /// <returns>The stage, or the one of that key that is there.</returns>
    public PlanStage Add<T>(
        string name,
        string kind,
        int shards,
        IReadOnlyList<PlanStage> after,
        FingerprintBuilder key,
        T settings,
        StageCost cost,
        int round = 1,
        int rounds = 1
    )
    {
        var fingerprint = key.Copy().Add("stage", kind).Add("stage shards", shards).ToFingerprint();
        if (_byKey.TryGetValue(fingerprint, out var known))
        {
            return known;
        }

        var full = rounds == 1 ? name : FormattableString.Invariant($"{name}-{round}");
        PlanStage stage = new()
        {
            Name = _stages.Any(other => other.Name == full) ? $"{full}@{Suffix}" : full,
            Kind = kind,
            Round = round,
            Shards = shards,
            After = [.. after.Select(earlier => earlier.Name)],
            Key = fingerprint,
            Settings = json.Write(settings),
            Cost = cost,
        };
        _stages.Add(stage);
        _byKey.Add(fingerprint, stage);
        return stage;
    }
}
