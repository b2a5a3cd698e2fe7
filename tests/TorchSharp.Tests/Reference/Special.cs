namespace TorchSharp.Tests.Reference;

/// <summary>Special functions by series and quadrature, to about 1e-13.</summary>
internal static class Special
{
    /// <summary>erf(x) by its Maclaurin series; good for |x| below 3.</summary>
    public static double Erf(double x)
    {
        double sum = x, term = x;
        for (var n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>log Γ(x) for x > 0 by Stirling's series after shifting x beyond 15.</summary>
    public static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 15; x++) shift -= Math.Log(x);
        var inverse = 1 / x;
        var square = inverse * inverse;
        var series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680))))));
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }

    /// <summary>ψ(x) for x > 0 by its asymptotic series after shifting x beyond 15.</summary>
    public static double Digamma(double x)
    {
        double shift = 0;
        for (; x < 15; x++) shift -= 1 / x;
        var square = 1 / (x * x);
        return shift + Math.Log(x) - (0.5 / x) - (square * ((1.0 / 12) - (square * ((1.0 / 120) - (square * ((1.0 / 252) - (square / 240)))))));
    }
}
