using System.Buffers.Binary;
using System.Text;
using DataWorth.Tests.Shared.Processes;

namespace Repository.Tests;

/// <summary>The build's copy of TorchSharp's native library for systems whose libstdc++ is older than GCC 13's.</summary>
public sealed class OlderLibstdcxxTests : IDisposable
{
    private const string Newest = "GLIBCXX_3.4.32";
    private readonly string _folder = Directory.CreateTempSubdirectory("dataworth-elf-").FullName;

    public void Dispose() => TemporaryFolder.Remove(_folder);

    [Fact]
    public async Task TheNeedOfTheVersion_BecomesWeak_AndNothingElseChanges()
    {
        var library = Library(("libstdc++.so.6", ["GLIBCXX_3.4.11", Newest]), ("libc.so.6", ["GLIBC_2.34"]));
        var copy = await Weaken(library);
        int[] changed = [.. Enumerable.Range(0, library.Length).Where(i => library[i] != copy[i])];
        Assert.Equal([FlagsOf(library, Newest)], changed);
        Assert.Equal((0, 2), (library[changed[0]], copy[changed[0]]));
    }

    [Fact]
    public async Task ALibraryWithoutTheNeed_IsCopiedAsItIs()
    {
        var library = Library(("libc.so.6", ["GLIBC_2.34"]), ("libstdc++.so.6", ["GLIBCXX_3.4.30"]));
        Assert.Equal(library, await Weaken(library));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(250)]
    public async Task WhatIsNoWholeLibrary_FailsTheBuild_AndIsNamed(int length)
    {
        var run = await Run(Library(("libstdc++.so.6", [Newest]))[..length]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("libLibTorchSharp.so' is not a whole 64-bit ELF library", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*.part", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("NativeCopyLocalItems", "older", "", "weakened/1.0.0/libLibTorchSharp.so")]
    [InlineData("RuntimeTargetsCopyLocalItems", "older", "", "weakened/1.0.0/libLibTorchSharp.so")]
    [InlineData("NativeCopyLocalItems", "of GCC 13", "GLIBCXX_3.4.30 " + Newest, "libLibTorchSharp.so")]
    public async Task TheCopyTakesThePlaceOfThePackagesLibrary_OnlyWhereTheSystemsLibstdcxxIsOlder(
        string items,
        string system,
        string versions,
        string expected
    )
    {
        File.WriteAllText(Path.Combine(_folder, "libstdc++.so.6"), $"{system} {versions}");
        File.WriteAllBytes(Path.Combine(_folder, "libLibTorchSharp.so"), Library(("libstdc++.so.6", [Newest])));
        var run = await ProjectEvaluation.Run(
            "-t:ResolvePackageAssets",
            $"-getItem:{items}",
            $"-p:SystemLibstdcxx={_folder}/libstdc++.so.6",
            Project(items)
        );
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains($"\"Identity\": \"{_folder}/{expected}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"Identity\": \"other.so\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Split("\"Identity\"").Length - 1);
    }

    // As in a project: the package's items exist after ResolvePackageAssets.
    private string Project(string items = "NativeCopyLocalItems")
    {
        var project = Path.Combine(_folder, "test.proj");
        File.WriteAllText(
            project,
            $"""
            <Project DefaultTargets="Weaken">
              <PropertyGroup><ArtifactsPath>{_folder}</ArtifactsPath></PropertyGroup>
              <Import Project="{RepositoryFiles.PathOf("infra/build/OlderLibstdcxx.targets")}" />
              <PropertyGroup><MendedLibraryFolder>{_folder}/weakened/</MendedLibraryFolder></PropertyGroup>
              <Target Name="ResolvePackageAssets">
                <ItemGroup>
                  <{items} Include="{_folder}/libLibTorchSharp.so" NuGetPackageVersion="1.0.0" />
                  <{items} Include="other.so" NuGetPackageVersion="1.0.0" />
                </ItemGroup>
              </Target>
              <Target Name="Weaken">
                <WeakenVersionNeed Source="{_folder}/libLibTorchSharp.so" Version="{Newest}" Destination="{_folder}/weakened/copy.so" />
              </Target>
            </Project>
            """
        );
        return project;
    }

    private Task<ProcessRun> Run(byte[] library)
    {
        File.WriteAllBytes(Path.Combine(_folder, "libLibTorchSharp.so"), library);
        return ProjectEvaluation.Run(Project());
    }

    private async Task<byte[]> Weaken(byte[] library)
    {
        var run = await Run(library);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return File.ReadAllBytes(Path.Combine(_folder, "weakened", "copy.so"));
    }

    /// <summary>A 64-bit ELF file with the section headers of a library that needs versions of others.</summary>
    private static byte[] Library(params (string File, string[] Versions)[] needs)
    {
        List<byte> names = [0];
        List<byte> section = [];
        foreach ((var file, var versions) in needs)
        {
            // Elf64_Verneed: vn_version, vn_cnt, vn_file, vn_aux, vn_next.
            var size = 16 + (16 * versions.Length);
            var isLast = file == needs[^1].File;
            section.AddRange([.. Half(1), .. Half(versions.Length), .. Word(Name(names, file)), .. Word(16), .. Word(isLast ? 0 : size)]);
            foreach (var version in versions)
            {
                // Elf64_Vernaux: vna_hash, vna_flags, vna_other, vna_name, vna_next.
                section.AddRange([
                    .. Word(0x1234),
                    .. Half(0),
                    .. Half(2),
                    .. Word(Name(names, version)),
                    .. Word(version == versions[^1] ? 0 : 16),
                ]);
            }
        }

        var header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        (header[4], header[5]) = (2, 1);
        var needsAt = 64;
        var namesAt = needsAt + section.Count;
        var headersAt = namesAt + names.Count;
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(0x28), headersAt);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(0x3C), 3);
        return
        [
            .. header,
            .. section,
            .. names,
            .. SectionHeader(0, 0, 0, 0, 0),
            .. SectionHeader(0x6FFFFFFE, needsAt, section.Count, 2, needs.Length),
            .. SectionHeader(3, namesAt, names.Count, 0, 0),
        ];
    }

    private static byte[] SectionHeader(uint type, long offset, long size, int link, int info)
    {
        var header = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), type);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), offset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), size);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), link);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(44), info);
        return header;
    }

    // Where the flags of a version lie, found by its name's offset, which stands 4 bytes behind them.
    private static int FlagsOf(byte[] library, string version)
    {
        var text = library.AsSpan().IndexOf(Encoding.ASCII.GetBytes(version + "\0"));
        var names = library.AsSpan().IndexOf("\0libstdc++.so.6\0"u8);
        return library.AsSpan().IndexOf([.. Half(0), .. Half(2), .. Word(text - names)]);
    }

    private static int Name(List<byte> names, string text)
    {
        var start = names.Count;
        names.AddRange([.. Encoding.ASCII.GetBytes(text), 0]);
        return start;
    }

    private static byte[] Half(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] Word(int value) => BitConverter.GetBytes(value);
}
