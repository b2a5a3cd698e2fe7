namespace DataWorth.Projections;

/// <summary>Matrices made elsewhere for the two sides of one block's projection G~ = P_o G P_i^T. A null side is kept whole.</summary>
/// <param name="Output">P_o [k_o, O], or null.</param>
/// <param name="Input">P_i [k_i, I], or null.</param>
public sealed record ProjectionPair(Tensor? Output, Tensor? Input);
