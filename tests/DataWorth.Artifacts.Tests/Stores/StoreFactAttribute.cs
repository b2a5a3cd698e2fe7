namespace DataWorth.Artifacts.Tests;

/// <summary>A conformance test; a test project whose backend may be absent defines this attribute with a reason to skip.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StoreFactAttribute : FactAttribute;
