namespace DataWorth.Methods.ExactInfluence;

/// <summary>The curvature of exact influence.</summary>
public enum ExactCurvature
{
    /// <summary>The Hessian of the mean training loss.</summary>
    Hessian,

    /// <summary>The empirical Fisher (1/N) sum_n g_n g_n^T of full gradients.</summary>
    Fisher,
}
