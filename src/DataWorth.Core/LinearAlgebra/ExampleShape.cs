namespace DataWorth.LinearAlgebra;

/// <summary>Sizes of one example's gradient G [O, I]; T = 0 positions mean that it is given as a dense matrix, otherwise as g [T, O] and a
/// [T, I].</summary>
internal readonly record struct ExampleShape(int Outputs, int Inputs, int Positions, int Rank)
{
    /// <summary>Numbers of the matrix, or of the activations.</summary>
    public int RightSize => (Positions == 0 ? Outputs : Positions) * Inputs;

    /// <summary>Numbers of the output gradients, or 0.</summary>
    public int LeftSize => Positions * Outputs;

    /// <summary>Whether the positions are themselves the columns of exact factors.</summary>
    public bool IsFactored => Positions > 0 && Positions <= Rank;

    /// <summary>Multiplications of all sweeps.</summary>
    public double Work(int iterations) => ((double)RightSize + LeftSize) * (IsFactored ? 1 : ((2 * iterations) + 1.0) * Rank);
}
