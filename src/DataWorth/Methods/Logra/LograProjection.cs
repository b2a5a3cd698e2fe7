namespace DataWorth.Methods.Logra;

/// <summary>How LoGra's projections are made.</summary>
public enum LograProjection
{
    /// <summary>Entries +-1/sqrt(k).</summary>
    Rademacher,

    /// <summary>Entries normal with variance 1/k.</summary>
    Gaussian,

    /// <summary>Leading eigenvectors of the activation and gradient covariances: one more pass over the training view.</summary>
    Pca,
}
