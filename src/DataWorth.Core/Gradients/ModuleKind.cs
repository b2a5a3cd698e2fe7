namespace DataWorth.Gradients;

/// <summary>A kind of modules that can be tracked, as selections name it.</summary>
/// <param name="Name">Name in <see cref="ModuleSelection.Kinds"/>: "linear".</param>
/// <param name="Summary">One line: which modules.</param>
/// <param name="IsDefault">Whether a selection that names no kinds has it.</param>
/// <param name="Track">Describes a module, given its name in the model and whether a bias is wanted; null where it is not of this
/// kind.</param>
public sealed record ModuleKind(string Name, string Summary, bool IsDefault, Func<string, nn.Module, bool, TrackedModule?> Track);
