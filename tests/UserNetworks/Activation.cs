namespace UserNetworks;

/// <summary>A choice of a user's own.</summary>
public enum Activation
{
    Relu,
    LeakyRelu,
}
