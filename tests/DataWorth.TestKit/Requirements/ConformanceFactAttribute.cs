using Xunit.Sdk;

namespace DataWorth.TestKit;

/// <summary>A test of a conformance suite; skipped where a <see cref="RequirementAttribute"/> of the deriving class is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("DataWorth.TestKit.ConformanceFactDiscoverer", "DataWorth.TestKit")]
public sealed class ConformanceFactAttribute : FactAttribute;
