using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace DataWorth.TestKit;

internal static class Requirements
{
    /// <summary>A skipped case where the class of a test has a requirement that is not met, else null.</summary>
    public static IXunitTestCase? TrySkip(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        method
            .TestClass.Class.ToRuntimeType()
            .GetCustomAttributes<RequirementAttribute>()
            .Select(requirement => requirement.MissingBecause)
            .FirstOrDefault(reason => reason is not null)
            is { } missing
            ? new XunitSkippedDataRowTestCase(
                sink,
                options.MethodDisplayOrDefault(),
                options.MethodDisplayOptionsOrDefault(),
                method,
                missing
            )
            : null;
}
