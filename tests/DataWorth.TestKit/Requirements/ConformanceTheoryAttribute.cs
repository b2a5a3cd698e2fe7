using Xunit.Sdk;

namespace DataWorth.TestKit;

/// <summary>As <see cref="ConformanceFactAttribute"/>, over data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("DataWorth.TestKit.ConformanceTheoryDiscoverer", "DataWorth.TestKit")]
public sealed class ConformanceTheoryAttribute : TheoryAttribute;
