using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using DataWorth.Codecs;
using DataWorth.Projections;
using DataWorth.Statistics;

namespace DataWorth.Methods.Logra;

/// <summary>Options of LoGra: two-sided projected gradients with a projected Fisher.</summary>
/// <remarks>Source: Choe et al. 2024, "What is Your Data Worth to GPT?", arXiv:2405.13954.</remarks>
public sealed record LograOptions : AttributionOptions
{
    /// <summary>k: rows of P_i and P_o; a side shorter than k is kept whole. At least 1. Default 64: a module stores 64 x 64 numbers per
    /// example.</summary>
    [Description("Rows of the two projections of each module: at most rank x rank numbers are stored per module.")]
    [Range(1, int.MaxValue)]
    public int Rank { get; init; } = 64;

    /// <summary>How the projections are made, a name in <see cref="ProjectionTable"/>: "rademacher", "gaussian", "pca" (one more pass over the
    /// training view), "mask", "sjlt", "identity". Default "rademacher".</summary>
    [Description("How the projections are made.")]
    public string Projection { get; init; } = "rademacher";

    /// <summary>Projections made elsewhere, by block name, instead of random ones; they are copied. Default null.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, ProjectionPair>? GivenProjections { get; init; }

    /// <summary>A safetensors file of projections made elsewhere: tensors NAME.output P_o [k_o, O] and NAME.input P_i [k_i, I] for each
    /// module; a missing side is kept whole.
    /// Default null.</summary>
    [Description("A safetensors file of projections made elsewhere; null for none.")]
    public string? ProjectionFile { get; init; }

    /// <summary>Curvature in the projected space. Default <see cref="LograCurvature.Raw"/>.</summary>
    [Description("Curvature in the projected space.")]
    public LograCurvature Curvature { get; init; } = LograCurvature.Raw;

    /// <summary>What the covariances of <see cref="LograCurvature.Kfac"/> are divided by; Ekfac takes only eigenvectors from them, which do
    /// not change. Default real positions.</summary>
    [Description("What the covariances of curvature kfac are divided by.")]
    public CovarianceNormalization CovarianceNormalization { get; init; } = CovarianceNormalization.Positions;

    /// <summary>How features lie on disk, a name in <see cref="CodecTable"/>. Default null, without loss in the fewest numbers: matrices in
    /// the model's type, and for a module that sees one position per example (k_o + k_i) factors of them. "float32" and "float64": always
    /// matrices; "float16" and "bfloat16" halve them, "int8" quarters them, "sign" keeps one bit per number. "float16" refuses a row of which a
    /// module's largest number is below 6.1e-5.</summary>
    [Description("How gradients lie on disk; null for without loss in the fewest numbers.")]
    public string? Storage { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions()
    {
        if (GivenProjections is not null || ProjectionFile is not null)
        {
            const string Given = "the projections are given (by GivenProjections or 'projection-file')";
            yield return new(nameof(Projection), Given);
            yield return new(nameof(Rank), Given);
            yield return new(nameof(Seed), Given);
        }
        else if (ProjectionTable.Get(Projection) is { IsRandom: false } kind)
        {
            yield return new(nameof(Seed), $"Projection = {kind.Name} draws nothing");
            if (!kind.HasRank)
            {
                yield return new(nameof(Rank), $"Projection = {kind.Name} keeps gradients whole");
            }
        }

        if (GivenProjections is not null)
        {
            yield return new(nameof(ProjectionFile), "the projections are given by GivenProjections");
        }

        if (Curvature == LograCurvature.None)
        {
            yield return new(nameof(Damping), "LoGra with Curvature = None has nothing to damp");
        }

        if (Curvature != LograCurvature.Kfac)
        {
            yield return new(nameof(CovarianceNormalization), "only Curvature = Kfac takes the scale of covariances");
        }
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = Storage is null ? null : CodecTable.Get(Storage);
    }
}
