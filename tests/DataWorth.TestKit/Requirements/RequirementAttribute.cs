namespace DataWorth.TestKit;

/// <summary>Says what the conformance tests of a class need (a server, an account). Where it is missing, they are skipped with the
/// reason.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>Why the tests cannot run here; null when they can.</summary>
    public abstract string? MissingBecause { get; }
}
