namespace DataWorth.Language.Checkpoints;

/// <summary>How files of a family name the tensors of the network.</summary>
/// <param name="Prefix">What stands in front of the names of all tensors but the output layer's: "model.". Files of the network without
/// output layer leave it out.</param>
/// <param name="Table">The token table in the network.</param>
/// <param name="Head">The output layer in the network, and in files.</param>
/// <param name="Unused">Ends of names that files have and the network does not need: causal masks and angles.</param>
public sealed record TensorNames(string Prefix, string Table, string Head, IReadOnlyList<string> Unused)
{
    /// <summary>The name in the network; null for a tensor that it does not need.</summary>
    /// <param name="name">The name in a file.</param>
    public string? ToNetwork(string name)
    {
        var bare = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
        return Unused.Any(end => bare.EndsWith(end, StringComparison.Ordinal)) ? null : bare;
    }

    /// <summary>The name in a file.</summary>
    /// <param name="name">The name in the network.</param>
    public string ToFile(string name) => name == Head ? name : Prefix + name;
}
