using DataWorth.Curvature;
using DataWorth.Statistics;

namespace DataWorth.Methods.Ekfac;

/// <summary>Options of EKFAC influence, and of its simpler relatives KFAC and the diagonal.</summary>
/// <remarks>Source: Grosse et al. 2023, "Studying Large Language Model Generalization with Influence Functions", arXiv:2308.03296.</remarks>
public sealed record EkfacOptions : AttributionOptions
{
    /// <summary>Which curvature. Default <see cref="EigenbasisKind.Ekfac"/>.</summary>
    public EigenbasisKind Kind { get; init; } = EigenbasisKind.Ekfac;

    /// <summary>Whether curvature gradients use the data's labels instead of labels sampled from the model. Default false: the true Fisher.</summary>
    public bool EmpiricalFisher { get; init; }

    /// <summary>What covariances are divided by. Default real positions.</summary>
    public CovarianceNormalization CovarianceNormalization { get; init; } = CovarianceNormalization.Positions;
}
