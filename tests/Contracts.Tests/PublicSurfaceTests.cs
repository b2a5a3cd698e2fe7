using System.Reflection;

namespace Contracts.Tests;

/// <summary>
/// The contract layers have no member that the package of the same name lacks: otherwise the product would compile here and
/// nowhere else. <c>Allowed/*.txt</c> state members of the packages; a list may contain more than the layer has.
/// </summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Assemblies => ["TorchSharp", "Microsoft.ML", "Microsoft.ML.Tokenizers"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void EveryPublicMember_IsAMemberOfThePackage(string assembly)
    {
        HashSet<string> allowed = [.. Allowed(assembly)];
        string[] strangers = [.. PublicSurface.Of(Assembly.Load(assembly)).Where(line => !allowed.Contains(line))];

        Assert.True(
            strangers.Length == 0,
            $"{assembly} has {strangers.Length} public members that tests/Contracts.Tests/Allowed/{assembly}.txt does not list. "
            + $"Make them internal, give them the package's signature, or add them if the package has them:\n{string.Join('\n', strangers)}");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void List_IsSortedWithoutRepetition(string assembly)
    {
        string[] lines = Allowed(assembly);

        Assert.NotEmpty(lines);
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void NoProductAssembly_SeesInternals(string assembly)
    {
        string[] friends = [.. Assembly.Load(assembly).GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName)];

        Assert.All(friends, friend => Assert.EndsWith(".Tests", friend, StringComparison.Ordinal));
    }

    private static string[] Allowed(string assembly) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Allowed", $"{assembly}.txt")).Where(line => line.Length > 0 && line[0] != '#')];
}
