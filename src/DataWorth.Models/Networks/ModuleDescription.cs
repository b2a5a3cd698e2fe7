namespace DataWorth.Models.Networks;

/// <summary>A module of a network, with the parameters that are its own.</summary>
/// <param name="Name">Its name in the network; "" for the network itself.</param>
/// <param name="Type">Its type, "Conv2d".</param>
/// <param name="Parameters">Its parameters, without those of its children.</param>
public sealed record ModuleDescription(string Name, string Type, IReadOnlyList<ParameterDescription> Parameters);
