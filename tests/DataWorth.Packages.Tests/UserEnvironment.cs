namespace DataWorth.Packages.Tests;

/// <summary>Changes of a child's variables; null removes one.</summary>
internal static class UserEnvironment
{
    /// <summary>How long a build may take on a machine with other work.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Without those of the build that this test host runs in, and those that <paramref name="others"/> names.</summary>
    public static Dictionary<string, string?> WithoutBuild(params string[] others) =>
        Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(name => others.Contains(name) || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null);

    /// <summary>As in a user's shell, with one thread, links in place of copies of libtorch, and no server that outlives a test.</summary>
    public static Dictionary<string, string?> Create() =>
        new(WithoutBuild("CI", "LIBTORCH", "NUGET_PACKAGES"))
        {
            ["OMP_NUM_THREADS"] = "1",
            ["CreateSymbolicLinksForCopyLocalIfPossible"] = "true",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
}
