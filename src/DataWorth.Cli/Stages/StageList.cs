using DataWorth.Artifacts;
using DataWorth.Workflow.Plans;

namespace DataWorth.Cli.Stages;

/// <summary>The stages of a plan that is being made: those of one key are one.</summary>
internal sealed class StageList(StageJson json)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

    /// <summary>The combination of the matrix whose stages are added, such as "rank=16", "damping=0.1"; empty where there is one alone.</summary>
    public IReadOnlyList<string> Combination { get; set; } = [];

    /// <summary>The stages so far; their names are not final.</summary>
    public IReadOnlyList<PlanStage> Stages => [.. _entries.Select(entry => entry.Stage)];

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
            known.Common.IntersectWith(Combination);
            return known.Stage;
        }

        PlanStage stage = new()
        {
            Name = rounds == 1 ? name : FormattableString.Invariant($"{name}-{round}"),
            Kind = kind,
            Round = round,
            Shards = shards,
            After = [.. after.Select(earlier => earlier.Key)],
            Key = fingerprint,
            Settings = json.Write(settings),
            Cost = cost,
        };
        Entry entry = new(stage, Combination, [.. Combination]);
        _entries.Add(entry);
        _byKey.Add(fingerprint, entry);
        return stage;
    }

    /// <summary>The stages under their names. Where several have one name, each ends in what its combinations have in common.</summary>
    public IReadOnlyList<PlanStage> Named()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var same in _entries.GroupBy(entry => entry.Stage.Name))
        {
            List<Entry> entries = [.. same];
            List<string> common = [.. entries.Select(entry => string.Join(',', entry.First.Where(entry.Common.Contains)))];
            var tells = common.Distinct().Count() == common.Count && !common.Contains("");
            for (var i = 0; i < entries.Count; i++)
            {
                var suffix = tells ? common[i] : string.Join(',', entries[i].First);
                names.Add(entries[i].Stage.Key, entries.Count == 1 ? same.Key : $"{same.Key}@{suffix}");
            }
        }

        return
        [
            .. _entries.Select(entry =>
                entry.Stage with
                {
                    Name = names[entry.Stage.Key],
                    After = [.. entry.Stage.After.Select(key => names[key])],
                }
            ),
        ];
    }

    private sealed record Entry(PlanStage Stage, IReadOnlyList<string> First, HashSet<string> Common);
}
