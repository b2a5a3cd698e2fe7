using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>The build's copy of TorchSharp's assembly, in which arguments live until a method returns.</summary>
public sealed class KeptArgumentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-il-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    /// <summary>With narrow columns in its tables, and with wide ones.</summary>
    public static TheoryData<string> Assemblies =>
        ["testhost.dll", "xunit.runner.visualstudio.testadapter.dll"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public async Task EveryMethodThatCallsNativeCode_IsNotOptimized_AndNothingElseChanges(string assembly)
    {
        var original = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, assembly));
        var run = await Run(original);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var copy = await File.ReadAllBytesAsync(Path.Combine(_folder, "kept", "copy.dll"));

        using PEReader file = new([.. original]);
        var metadata = file.GetMetadataReader();
        var size = metadata.GetTableRowSize(TableIndex.MethodDef);
        var table = file.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.MethodDef);
        var native = metadata.MethodDefinitions.Where(IsNative).Select(method => BitConverter.GetBytes(metadata.GetToken(method))).ToList();
        var marked = 0;
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0 && Calls(method))
            {
                marked++;
                var kept = method.ImplAttributes & ~(MethodImplAttributes.AggressiveInlining | MethodImplAttributes.AggressiveOptimization);
                // ImplFlags follow the four bytes of the address (ECMA-335, II.22.26).
                var place = table + ((metadata.GetRowNumber(handle) - 1) * size) + 4;
                BitConverter.TryWriteBytes(original.AsSpan(place), (ushort)(kept | MethodImplAttributes.NoOptimization));
            }
        }

        Assert.InRange(marked, 1, metadata.MethodDefinitions.Count - 1);
        Assert.True(original.AsSpan().SequenceEqual(copy));

        bool IsNative(MethodDefinitionHandle method) =>
            metadata.GetMethodDefinition(method).Attributes.HasFlag(MethodAttributes.PinvokeImpl);

        bool Calls(MethodDefinition method)
        {
            var code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            return native.Exists(token => code.AsSpan().IndexOf(token) >= 0);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(-30_000)]
    public async Task WhatIsNoWholeAssembly_FailsTheBuild_AndIsNamed(int length)
    {
        var whole = await File.ReadAllBytesAsync(typeof(KeptArgumentsTests).Assembly.Location);
        var run = await Run(whole[..(length < 0 ? whole.Length + length : length)]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TorchSharp.dll' is not a whole .NET assembly", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task MachineCode_IsRefused()
    {
        var run = await Run(await File.ReadAllBytesAsync(typeof(object).Assembly.Location));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it holds machine code", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCopyTakesThePlaceOfThePackagesAssembly()
    {
        File.Copy(typeof(KeptArgumentsTests).Assembly.Location, Path.Combine(_folder, "TorchSharp.dll"));
        var run = await ProjectEvaluation.Run("-t:ResolvePackageAssets", "-getItem:RuntimeCopyLocalItems", Project());
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains($"\"Identity\": \"{_folder}/kept/1.0.0/TorchSharp.dll\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Identity\": \"other.dll\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Split("\"Identity\"").Length - 1);
    }

    // As in a project: the package's items exist after ResolvePackageAssets.
    private string Project()
    {
        var project = Path.Combine(_folder, "test.proj");
        File.WriteAllText(
            project,
            $"""
            <Project DefaultTargets="Keep">
              <PropertyGroup><MendedLibraryFolder>{_folder}/kept/</MendedLibraryFolder></PropertyGroup>
              <Import Project="{RepositoryFiles.PathOf("infra/build/KeptArguments.targets")}" />
              <Target Name="ResolvePackageAssets">
                <ItemGroup>
                  <RuntimeCopyLocalItems Include="{_folder}/TorchSharp.dll" NuGetPackageVersion="1.0.0" />
                  <RuntimeCopyLocalItems Include="other.dll" NuGetPackageVersion="1.0.0" />
                </ItemGroup>
              </Target>
              <Target Name="Keep">
                <KeepArguments Source="{_folder}/TorchSharp.dll" Destination="{_folder}/kept/copy.dll" />
              </Target>
            </Project>
            """
        );
        return project;
    }

    private Task<ProcessRun> Run(byte[] assembly)
    {
        File.WriteAllBytes(Path.Combine(_folder, "TorchSharp.dll"), assembly);
        return ProjectEvaluation.Run(Project());
    }
}
