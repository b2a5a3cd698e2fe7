namespace DataWorth.Gradients;

/// <summary>Whether a forward pass is to be differentiated twice, as the exact Hessian asks for. A network whose fast operations have no
/// second derivative (fused attention) takes others then.</summary>
public static class SecondDerivatives
{
    [ThreadStatic]
    private static int s_passes;

    /// <summary>True within such a pass on this thread.</summary>
    public static bool AreTaken => s_passes > 0;

    /// <summary>Says so until it is disposed of.</summary>
    internal static IDisposable Take()
    {
        s_passes++;
        return new Pass();
    }

    private sealed class Pass : IDisposable
    {
        public void Dispose() => s_passes--;
    }
}
