namespace DataWorth.Configuration;

/// <summary>Options of one of several types, which a name in the file chooses.</summary>
/// <param name="Base">The type that the member of the options has.</param>
/// <param name="Key">The key of the name, such as "kind".</param>
/// <param name="Types">The types by name; each once, with a constructor without parameters that gives the defaults.</param>
public sealed record OptionChoice(Type Base, string Key, IReadOnlyList<(string Name, Type Type)> Types);
