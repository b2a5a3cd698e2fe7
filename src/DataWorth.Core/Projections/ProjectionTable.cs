namespace DataWorth.Projections;

/// <summary>All kinds of projections: what options, stored fits and the law tests pick them from.</summary>
public static class ProjectionTable
{
    /// <summary>The kinds. The identity is the last: it is restored where no other kind finds its tensors.</summary>
    public static IReadOnlyList<ProjectionDescription> Projections { get; } =
    [
        new("rademacher", "entries +-1/sqrt(k)", true, false, DenseProjection.Rademacher, DenseProjection.Restore),
        new("gaussian", "entries normal with variance 1/k", true, false, DenseProjection.Gaussian, DenseProjection.Restore),
        new("pca", "leading eigenvectors of the factor's covariance", false, true, DenseProjection.Principal, DenseProjection.Restore),
        new("mask", "k coordinates at random, times sqrt(n/k)", true, false, MaskProjection.Draw, MaskProjection.Restore),
        new(
            "sjlt",
            "each coordinate with a random sign into one of k sums",
            true,
            false,
            draw => SparseProjection.Draw(draw),
            SparseProjection.Restore
        ),
        new(
            "identity",
            "everything is kept",
            false,
            false,
            draw => new IdentityProjection(draw.Size),
            (_, size) => new IdentityProjection(size)
        ),
    ];

    /// <summary>The kind of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static ProjectionDescription Get(string name)
    {
        foreach (var projection in Projections)
        {
            if (projection.Name == name)
            {
                return projection;
            }
        }

        CoreThrow.UnknownName("projection", name, Projections.Select(projection => projection.Name), "Set Projection to one of them");
        return null;
    }
}
