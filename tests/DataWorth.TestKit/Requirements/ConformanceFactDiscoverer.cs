using Xunit.Abstractions;
using Xunit.Sdk;

namespace DataWorth.TestKit;

/// <summary>Makes the test case of a <see cref="ConformanceFactAttribute"/>.</summary>
/// <param name="diagnosticMessageSink">Where xunit's messages go.</param>
public sealed class ConformanceFactDiscoverer(IMessageSink diagnosticMessageSink) : FactDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) =>
        Requirements.TrySkip(DiagnosticMessageSink, discoveryOptions, testMethod)
        ?? base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
