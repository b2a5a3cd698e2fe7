namespace DataWorth.Methods.Logra;

/// <summary>The curvature that LoGra uses between projected gradients.</summary>
public enum LograCurvature
{
    /// <summary>None: plain dot products of projected gradients.</summary>
    None,

    /// <summary>The empirical Fisher of the projected gradients, dense per module.</summary>
    Raw,

    /// <summary>KFAC of the projected activations and output gradients.</summary>
    Kfac,

    /// <summary>EKFAC of the projected activations and output gradients.</summary>
    Ekfac,
}
