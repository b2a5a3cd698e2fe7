namespace DataWorth.Projections;

/// <summary>A kind of projection as the tables, options and law tests see it.</summary>
/// <param name="Name">Name in options: "rademacher".</param>
/// <param name="Summary">One line: how it is drawn.</param>
/// <param name="IsRandom">Whether it is drawn from the seed; then E |P x|^2 = |x|^2 over seeds.</param>
/// <param name="NeedsCovariances">Whether it is made from second moments of the full gradient's factors, which take one more pass over the
/// training view.</param>
/// <param name="Create">Makes a projection of a side with n greater than k; a side that is not longer than k is kept whole, which loses
/// nothing.</param>
/// <param name="Restore">Makes it again from its <see cref="Projection.Tensors"/>, given by ending of a name, and n; takes them over. Null
/// where a tensor is missing.</param>
public sealed record ProjectionDescription(
    string Name,
    string Summary,
    bool IsRandom,
    bool NeedsCovariances,
    Func<ProjectionDraw, Projection> Create,
    Func<Func<string, Tensor?>, long, Projection?> Restore
)
{
    /// <summary>Whether k and the seed or the covariances say what it is; false for the identity.</summary>
    public bool HasRank => IsRandom || NeedsCovariances;
}
