using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>The templates of infra/azure, by the compiler of Bicep: it knows the properties of every API version that it was built with.</summary>
public sealed class AzureTemplateTests : IDisposable
{
    private static readonly string s_bicep = typeof(AzureTemplateTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "BicepPath")
        .Value!;

    private readonly string _home = Directory.CreateTempSubdirectory("bicep-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_home);

    [Fact]
    public async Task Templates_CompileWithoutAWarning() => Assert.Equal("", (await Bicep("build", "main.bicep", "--stdout")).Errors);

    [Fact]
    public async Task Templates_HaveNothingThatTheLinterFinds()
    {
        var run = await Bicep("lint", "main.bicep");
        Assert.Equal(("", ""), (run.Output, run.Errors));
    }

    [Fact]
    public async Task Parameters_AreThoseOfTheTemplate()
    {
        var run = await Bicep("build-params", "main.bicepparam", "--stdout");
        Assert.Equal("", run.Errors);
        Assert.Contains("containerApps", run.Output, StringComparison.Ordinal);
    }

    // Wrong properties are warnings only, with exit code 0: without this the tests above would see nothing.
    [Fact]
    public async Task PropertyThatTheVersionDoesNotHave_IsFound()
    {
        var file = Path.Combine(_home, "old.bicep");
        var text = await File.ReadAllTextAsync(RepositoryFiles.PathOf("infra", "azure", "container-apps.bicep"));
        await File.WriteAllTextAsync(file, text.Replace("containerApps@2025-01-01", "containerApps@2024-03-01", StringComparison.Ordinal));
        File.Copy(RepositoryFiles.PathOf("infra", "azure", "types.bicep"), Path.Combine(_home, "types.bicep"));
        Assert.Contains(" : Warning BCP037", (await Bicep("build", file, "--stdout")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_HasAKey()
    {
        var template = (await Bicep("build", "main.bicep", "--stdout")).Output;
        Assert.DoesNotMatch(new Regex("listKeys|listCredentials|listAccountSas|secureString", RegexOptions.IgnoreCase), template);
        using var json = JsonDocument.Parse(template);
        var resources = Resources(json.RootElement).ToList();
        Assert.False(Properties("Microsoft.Storage/storageAccounts").GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(Properties("Microsoft.ContainerRegistry/registries").GetProperty("adminUserEnabled").GetBoolean());
        Assert.Equal("AAD", Properties("Microsoft.Batch/batchAccounts").GetProperty("allowedAuthenticationModes")[0].GetString());
        Assert.Equal(3, resources.Count(resource => TypeOf(resource) == "Microsoft.Authorization/roleAssignments"));

        JsonElement Properties(string type) => resources.Single(resource => TypeOf(resource) == type).GetProperty("properties");
    }

    // Those of a template and of the templates in it; a list, or an object by symbolic names.
    private static IEnumerable<JsonElement> Resources(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var list =
            resources.ValueKind == JsonValueKind.Array
                ? [.. resources.EnumerateArray()]
                : resources.EnumerateObject().Select(pair => pair.Value);
        return list.SelectMany(resource =>
            TypeOf(resource) == "Microsoft.Resources/deployments"
                ? Resources(resource.GetProperty("properties").GetProperty("template"))
                : [resource]
        );
    }

    private static string? TypeOf(JsonElement resource) => resource.GetProperty("type").GetString();

    private async Task<ProcessRun> Bicep(params string[] arguments)
    {
        // It unpacks itself below HOME.
        var run = await ProcessRun.Of(
            s_bicep,
            arguments,
            RepositoryFiles.PathOf("infra", "azure"),
            new Dictionary<string, string?> { ["HOME"] = _home }
        );
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }
}
