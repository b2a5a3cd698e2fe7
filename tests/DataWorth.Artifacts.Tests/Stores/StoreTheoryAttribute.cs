namespace DataWorth.Artifacts.Tests;

/// <summary>A conformance test over data; see <see cref="StoreFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreTheoryAttribute : TheoryAttribute;
