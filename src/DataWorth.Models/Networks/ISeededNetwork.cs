namespace DataWorth.Models.Networks;

/// <summary>A module with its own rule for initial weights, which holds for its descendants too.</summary>
public interface ISeededNetwork
{
    /// <summary>Fills all parameters.</summary>
    /// <param name="filler">Source of the values.</param>
    void Initialize(ParameterFiller filler);
}
