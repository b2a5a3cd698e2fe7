namespace DataWorth.Models.Networks;

/// <summary>Forms of the Gaussian error linear unit.</summary>
public enum GeluKind
{
    /// <summary>0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    Tanh,

    /// <summary>x Φ(x).</summary>
    Exact,
}
