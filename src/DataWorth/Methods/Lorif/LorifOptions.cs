using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Codecs;
using DataWorth.Curvature;
using DataWorth.Projections;

namespace DataWorth.Methods.Lorif;

/// <summary>Options of LoRIF: rank-c factors of two-sided projected gradients with a truncated Fisher.</summary>
/// <remarks>Source: "LoRIF", arXiv:2601.21929.</remarks>
public sealed record LorifOptions : AttributionOptions
{
    /// <summary>k: rows of P_i and P_o; a side shorter than k is kept whole. At least 1. Default 64. (The paper's projection factor f is
    /// I/k.)</summary>
    [Description("Rows of the two projections of each module.")]
    [Range(1, int.MaxValue)]
    public int Rank { get; init; } = 64;

    /// <summary>How the projections are made, a name in <see cref="ProjectionTable"/>: "rademacher", "gaussian", "pca" (one more pass over the
    /// training view), "mask", "sjlt", "identity". Default "rademacher".</summary>
    [Description("How the projections are made.")]
    public string Projection { get; init; } = "rademacher";

    /// <summary>c: columns of the stored factors; from 1 to 999,999,999. Default 1.</summary>
    [Description("Columns of the stored factors.")]
    [Range(1, 999_999_999)]
    public int FactorRank { get; init; } = 1;

    /// <summary>r: leading eigenpairs of the Fisher per module; at least 1. Default 256.</summary>
    [Description("Leading eigenpairs of the Fisher per module.")]
    [Range(1, int.MaxValue)]
    public int Subspace { get; init; } = 256;

    /// <summary>Power iterations of the randomised SVD. Default 3.</summary>
    [Description("Power iterations of the randomised SVD.")]
    [Range(0, int.MaxValue)]
    public int PowerIterations { get; init; } = 3;

    /// <summary>What a relative damping is relative to. Default the Ritz mean, as in the paper.</summary>
    [Description("What a relative damping is relative to.")]
    public SubspaceDamping DampingRule { get; init; } = SubspaceDamping.RitzMean;

    /// <summary>Whether factors come from an exact SVD instead of power iterations. Default false.</summary>
    [Description("Whether factors come from an exact SVD instead of power iterations.")]
    public bool ExactFactors { get; init; }

    /// <summary>Element type of stored factors: "float32", "float64", "bfloat16" or "float16", which refuses a row with a
    /// module of which the largest number of a factor is below 6.1e-5. Default "bfloat16".</summary>
    [Description("Element type of stored factors.")]
    public string Storage { get; init; } = "bfloat16";

    /// <summary>The codec of the factors in <see cref="CodecTable"/>.</summary>
    internal string Codec => FormattableString.Invariant($"rank-{FactorRank}-{Storage}");

    /// <summary>c': columns of the queries' factors; at least 1; from min(k_o, k_i) on queries are kept whole. The error is reported
    /// (<see cref="AttributionTransformer.QueryReports"/>). Default null: <see cref="FactorRank"/>, as in the paper.</summary>
    [Description("Columns of the queries' factors; null for factor-rank.")]
    [Range(1, int.MaxValue)]
    public int? QueryRank { get; init; }

    /// <summary>Whether t_V, r numbers per example and module in float32, is stored beside the factors: scoring then needs c c' (k_o + k_i)
    /// + r products per example, query and
    /// module instead of c k_o k_i. Same scores either way. Default false.</summary>
    [WithoutInfluence]
    [Description("Whether coefficients are stored beside the factors, for faster scoring.")]
    public bool StoreCoefficients { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions()
    {
        if (DampingRule == SubspaceDamping.Trace && !Damping.IsRelative)
        {
            yield return new(nameof(DampingRule), "the damping is absolute, and Trace says what a relative one is relative to");
        }

        if (!ProjectionTable.Get(Projection).HasRank)
        {
            yield return new(nameof(Rank), $"Projection = {Projection} keeps gradients whole");
        }
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (FloatingType.All.All(type => type.Name != Storage))
        {
            Throw.UnknownStorage(Storage, FloatingType.All.Select(type => type.Name));
        }
    }
}
