namespace DataWorth.Methods;

/// <summary>Marks an option that changes no number of any result, with no method: names, places, speed, and what is checked on the way. A
/// different value is accepted everywhere; the tests hold the option to it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithoutInfluenceAttribute : Attribute;
