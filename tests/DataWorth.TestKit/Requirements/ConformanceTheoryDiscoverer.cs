using Xunit.Abstractions;
using Xunit.Sdk;

namespace DataWorth.TestKit;

/// <summary>Makes the test cases of a <see cref="ConformanceTheoryAttribute"/>.</summary>
/// <param name="diagnosticMessageSink">Where xunit's messages go.</param>
public sealed class ConformanceTheoryDiscoverer(IMessageSink diagnosticMessageSink) : TheoryDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo theoryAttribute
    ) =>
        Requirements.TrySkip(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}
