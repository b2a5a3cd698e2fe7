namespace DataWorth.Gradients;

/// <summary>Between which parameters a dense curvature keeps its entries.</summary>
public enum CurvaturePartition
{
    /// <summary>Between all tracked parameters.</summary>
    Whole,

    /// <summary>Within each block of the gradient (a module's weight with its bias, where that is tracked).</summary>
    Blocks,

    /// <summary>Within each parameter tensor.</summary>
    Parameters,
}
