namespace DataWorth.Configuration;

/// <summary>Options that can say what is wrong with them.</summary>
public interface IValidatedOptions
{
    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, does not go with another one, or has no influence.</exception>
    void Validate();
}
