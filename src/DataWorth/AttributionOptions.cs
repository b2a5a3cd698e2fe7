using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Artifacts;
using DataWorth.Curvature;
using DataWorth.Data;
using DataWorth.Gradients;
using DataWorth.Methods;
using DataWorth.Scoring;

namespace DataWorth;

/// <summary>What every attribution method can be told.</summary>
public abstract record AttributionOptions : IValidatedOptions
{
    /// <summary>Name of <see cref="SelfInfluenceColumn"/> where there are no queries and none is given.</summary>
    public const string DefaultSelfInfluenceColumn = "SelfInfluence";

    internal const string DefaultIdColumn = "Id";

    /// <summary>Name of the fit in the store, by which another process finds it (<c>mlContext.Attribution.Load</c>). Any text of
    /// whole Unicode characters. Default null: none; it can still be found by its key.</summary>
    [WithoutInfluence]
    [Description("Name of the fit in the store, by which another process finds it.")]
    public string? Name { get; init; }

    /// <summary>Texts that are kept with the fit for whoever loads it (<see cref="FitDescription.Notes"/>), such as where its data are. Default
    /// none.</summary>
    [WithoutInfluence]
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Where gradients and statistics are kept and looked up; stays the caller's to dispose. Default null: files under
    /// ".dataworth/store".</summary>
    [WithoutInfluence]
    [JsonIgnore]
    public IArtifactStore? Store { get; init; }

    /// <summary>How much of stored rows is checked when they are read again. Default <see cref="VerificationLevel.FirstRead"/>: sizes
    /// always, hashes before the first bytes of a
    /// file are used; <see cref="VerificationLevel.Full"/> checks everything first.</summary>
    [WithoutInfluence]
    [Description("How much of stored rows is checked when they are read again.")]
    public VerificationLevel Verification { get; init; } = VerificationLevel.FirstRead;

    /// <summary>Which modules are tracked; representation similarity, which takes no gradients, refuses it. Default: the weights of every
    /// Linear, Conv1d and Conv2d; for TRAK, the gradient dot product, exact and Arnoldi influence all parameters.</summary>
    [Description("Which modules are tracked.")]
    public ModuleSelection Modules { get; init; } = new();

    /// <summary>Which tokens of a language model's texts are scaled down because their share of the gradient is long; a task without tokens
    /// and representation similarity refuse it. Default null: none.</summary>
    [Description("Scale down tokens of longer gradients than this quantile of their text's (0.95), or absolute:NUMBER; null for none.")]
    public TokenClipping? ClipTokens { get; init; }

    /// <summary>How dot products become scores. Default <see cref="ScoreRule.Dot"/>.</summary>
    [Description("How dot products become scores.")]
    public ScoreRule Score { get; init; } = ScoreRule.Dot;

    /// <summary>Score columns beside the total: "" none, "each" one per module, or groups of modules by name patterns, "attention=*.attn.*;
    /// mlp=*.mlp.*" (see
    /// <see cref="Features.BlockGroups.Parse"/>). Columns are called SCORE.GROUP; with <see cref="ScoreRule.Dot"/> those of all modules add
    /// up to the total; other rules apply
    /// within the group. Default "".</summary>
    [Description("Score columns beside the total: 'each' module, or groups such as 'attention=*.attn.*; mlp=*.mlp.*'.")]
    public string ModuleScores { get; init; } = "";

    /// <summary>Whether queries are scored one by one or as one. Default <see cref="QueryAggregation.None"/>.</summary>
    [Description("Whether queries are scored one by one or as one.")]
    public QueryAggregation Aggregation { get; init; } = QueryAggregation.None;

    /// <summary>lambda added to the curvature's eigenvalues. Methods without a curvature refuse it. Default 0.1 x mean eigenvalue per
    /// module.</summary>
    [Description("Added to the curvature's eigenvalues: a number times their mean in each module, or absolute:NUMBER.")]
    public Damping Damping { get; init; } = Damping.Default;

    /// <summary>Examples per forward and backward pass; at least 1. Changes results by rounding only. Default 256.</summary>
    [WithoutInfluence]
    [Description("Examples per forward and backward pass; scores do not depend on it.")]
    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Seed of everything that is drawn: projections, sketches, start vectors, sampled labels. Methods that draw nothing refuse
    /// it. Default 0.</summary>
    [Description("Seed of everything that is drawn.")]
    public long Seed { get; init; }

    /// <summary>Floating type of all computations, checked only: the type of the model's parameters must agree. Default null: whatever the
    /// model
    /// has.</summary>
    [WithoutInfluence]
    [Description("Floating type that the model's parameters must have; null for any.")]
    public ScalarType? Precision { get; init; }

    /// <summary>Bytes per shard that the store aims at, at least 1 MiB; a small artifact gets four shards of at least 4 MiB. Default 64
    /// MiB.</summary>
    [WithoutInfluence]
    [Description("Bytes per shard that the store aims at.")]
    [Range(1 << 20, int.MaxValue)]
    public long ShardBytes { get; init; } = 64L << 20;

    /// <summary>Name of the id column in training and query views: texts, numbers or keys of them. Rows of a view without a column of the
    /// default name are called 'row-0', 'row-1', ...; a column of another name has to be there. The ids also pick the labels that are
    /// sampled for a true Fisher. Default "Id".</summary>
    [WithoutInfluence]
    [Description("Name of the id column.")]
    public string IdColumn { get; init; } = DefaultIdColumn;

    /// <summary>Name of the appended score column, Vector&lt;Single, Q&gt;. Default "Score".</summary>
    [WithoutInfluence]
    [Description("Name of the appended score column.")]
    public string ScoreColumn { get; init; } = "Score";

    /// <summary>Name of an appended self-influence column, Single. Default null: none beside scores, "SelfInfluence" without
    /// queries.</summary>
    [WithoutInfluence]
    [Description("Name of an appended column of self-influence; null for none.")]
    public string? SelfInfluenceColumn { get; init; }

    /// <summary>Checkpoints or independently trained models whose products and self-influences are summed with their shares
    /// (<see cref="ModelCheckpoint.Weight"/>, which says what these may be); the score rule makes scores of the sums. Default none: the model as
    /// it is.</summary>
    [JsonIgnore]
    public IReadOnlyList<ModelCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>Told how far a long stage is. Default null.</summary>
    [WithoutInfluence]
    [JsonIgnore]
    public IProgress<AttributionProgress>? Progress { get; init; }

    /// <summary>Stops a fit between two batches; what is complete stays in the store and is reused. Default none.</summary>
    [WithoutInfluence]
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Checks ranges, and that no option is given that the method cannot use (<see cref="UnusedOptions"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range, or no value of its enumeration.</exception>
    /// <exception cref="ArgumentNullException">An option is null that may not be.</exception>
    /// <exception cref="ArgumentException">An option without influence differs from its default, a text has half of a Unicode
    /// character, the shares of all checkpoints are 0, or one is negative and the score rule needs self-influences.</exception>
    public virtual void Validate()
    {
        OptionRules.CheckNulls(this);
        OptionRules.CheckNulls(Modules);
        if (Precision is { } precision && precision is not (ScalarType.Float32 or ScalarType.Float64))
        {
            Throw.Range(nameof(Precision), precision, "Float32 or Float64");
        }

        OptionRules.CheckRanges(this);
        OptionRules.RefuseUnused(this, UnusedOptions());
        CheckText(nameof(Name), Name);
        CheckText(nameof(IdColumn), IdColumn);
        CheckText(nameof(ScoreColumn), ScoreColumn);
        CheckText(nameof(SelfInfluenceColumn), SelfInfluenceColumn);
        foreach (var (note, text) in Notes)
        {
            CheckText(nameof(Notes), note);
            CheckText(nameof(Notes), text);
        }

        if (string.IsNullOrWhiteSpace(ScoreColumn))
        {
            Throw.Range(nameof(ScoreColumn), $"'{ScoreColumn}'", "a column name");
        }

        CheckShares();
    }

    private void CheckShares()
    {
        foreach (var checkpoint in Checkpoints)
        {
            if (!float.IsFinite((float)checkpoint.Weight))
            {
                Throw.ShareNotFinite(checkpoint.Name, checkpoint.Weight);
            }

            if (checkpoint.Weight < 0 && Score.NeedsSelfInfluence())
            {
                Throw.NegativeShare(checkpoint.Name, checkpoint.Weight, Score);
            }
        }

        if (Checkpoints.Count > 0 && Checkpoints.All(checkpoint => checkpoint.Weight == 0))
        {
            Throw.SharesAllZero();
        }
    }

    private static void CheckText(string option, string? text)
    {
        if (WholeText.IndexOfHalf(text) is >= 0 and var half)
        {
            Throw.HalfCharacterInOption(option, text![half], half);
        }
    }

    /// <summary>The options that change no number with this method and the other options as they are, each with the reason: the one place
    /// where a method says so. They are refused unless they have their defaults; those that no method lets change a number are marked
    /// <see cref="WithoutInfluenceAttribute"/> instead. Default none.</summary>
    protected virtual IEnumerable<UnusedOption> UnusedOptions() => [];
}
