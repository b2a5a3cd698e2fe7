using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataWorth.Curvature;
using DataWorth.Statistics;

namespace DataWorth.Methods.Ekfac;

/// <summary>Options of EKFAC influence, and of its simpler relatives KFAC and the diagonal.</summary>
/// <remarks>Source: Grosse et al. 2023, "Studying Large Language Model Generalization with Influence Functions",
/// arXiv:2308.03296.</remarks>
public sealed record EkfacOptions : AttributionOptions
{
    /// <summary>Which curvature. Default <see cref="EigenbasisKind.Ekfac"/>.</summary>
    [Description("Which curvature.")]
    public EigenbasisKind Kind { get; init; } = EigenbasisKind.Ekfac;

    /// <summary>Whether curvature gradients use the data's labels instead of labels sampled from the model. Default false: the true
    /// Fisher.</summary>
    [Description("Whether curvature gradients use the data's labels instead of labels sampled from the model.")]
    public bool EmpiricalFisher { get; init; }

    /// <summary>What covariances are divided by. For <see cref="EigenbasisKind.Kfac"/>: the diagonal has none, and EKFAC takes only
    /// eigenvectors from them, which do not change. Default real positions.</summary>
    [Description("What covariances of KFAC are divided by.")]
    public CovarianceNormalization CovarianceNormalization { get; init; } = CovarianceNormalization.Positions;

    /// <summary>k: preconditioned query gradients are kept as rank-k factors, k (O + I) numbers per query and module instead of O I; the
    /// error is reported
    /// (<see cref="AttributionTransformer.QueryReports"/>). At least 1. Default null: whole, exact.</summary>
    [Description("Rank of the factors that preconditioned query gradients are kept as; null for whole gradients.")]
    [Range(1, int.MaxValue)]
    public int? QueryRank { get; init; }

    /// <summary>Parts of modules whose covariances and eigenvectors are fitted and used one after the other, so that they need not be in
    /// memory together: same scores, as many
    /// passes more, and statistics are read again for every use. At least 1; more than there are modules means one module at a time.
    /// Default 1.</summary>
    [WithoutInfluence]
    [Description("Parts of modules whose statistics are fitted and used one after the other, to save memory.")]
    [Range(1, int.MaxValue)]
    public int Partitions { get; init; } = 1;

    /// <inheritdoc/>
    protected override IEnumerable<UnusedOption> UnusedOptions()
    {
        if (Kind != EigenbasisKind.Kfac)
        {
            yield return new(
                nameof(CovarianceNormalization),
                Kind == EigenbasisKind.Ekfac
                    ? "EKFAC takes only the eigenvectors of the covariances, which it does not change"
                    : "a diagonal curvature has no covariances"
            );
        }

        if (EmpiricalFisher)
        {
            yield return new(nameof(Seed), "the empirical Fisher samples no labels");
        }
    }
}
