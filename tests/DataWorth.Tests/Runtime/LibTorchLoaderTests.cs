using DataWorth.Runtime;

namespace DataWorth.Tests.Runtime;

public sealed class LibTorchLoaderTests
{
    private const string Path = "/opt/program/libLibTorchSharp.so";

    [Theory]
    [InlineData(
        "/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /opt/program/libLibTorchSharp.so)",
        null,
        "'libLibTorchSharp.so' asks for GLIBCXX_3.4.32, which this system's C and C++ libraries do not have. Build the program on this "
            + "system, or for it with -p:SystemLibstdcxx=/dev/null."
    )]
    [InlineData(
        "/lib/libc.so.6: version `GLIBC_2.38' not found (required by /opt/program/libLibTorchSharp.so)",
        null,
        "'libLibTorchSharp.so' asks for GLIBC_2.38, which this system's C and C++ libraries do not have. Build the program on this "
            + "system, or run it on a newer one (Debian 12, Ubuntu 22.04)."
    )]
    [InlineData(
        "/opt/program/libLibTorchSharp.so: undefined symbol: _ZN2at4ops3addE",
        "/usr/lib/torch",
        "The libtorch in '/usr/lib/torch' does not fit TorchSharp, which needs version 2.10. Install that version, or unset LIBTORCH."
    )]
    [InlineData(
        "libtorch_cpu.so: cannot open shared object file: No such file or directory",
        null,
        "'libLibTorchSharp.so' needs 'libtorch_cpu.so', which is neither beside it nor on this system. Build the program again, with a "
            + "libtorch package (libtorch-cpu-linux-x64, TorchSharp-cuda-linux), or set LIBTORCH."
    )]
    [InlineData(
        "/opt/program/libLibTorchSharp.so: file too short",
        null,
        "'/opt/program/libLibTorchSharp.so' could not be loaded: /opt/program/libLibTorchSharp.so: file too short. Build the program again."
    )]
    [InlineData(
        "libtorch_cpu.so: cannot open shared object file: No such file or directory",
        "/usr/lib/torch",
        "'libLibTorchSharp.so' needs 'libtorch_cpu.so', which is neither beside it nor on this system. Unpack or install that libtorch again, "
            + "or unset LIBTORCH."
    )]
    public void WhatTheLoaderSays_BecomesOneSentenceWithTheRemedy(string message, string? folder, string expected) =>
        Assert.Equal(
            expected,
            LibTorchLoader.Explain(Path, folder, "Unable to load shared library or one of its dependencies.\n" + message + "\n")
        );

    [Fact]
    public void TheVersionOfAFolder_IsReadWhereItSaysOne()
    {
        var folder = Directory.CreateTempSubdirectory("dataworth-libtorch-");
        try
        {
            Assert.Null(LibTorchLoader.VersionOf(folder.FullName));
            File.WriteAllText(
                folder.FullName + "/version.py",
                "from typing import Optional\n__version__ = '2.10.0+cu128'\ndebug = False\n"
            );
            Assert.Equal("2.10.0+cu128", LibTorchLoader.VersionOf(folder.FullName));
            File.WriteAllText(folder.FullName + "/version.py", "__version__: str = '2.9.1'\n");
            Assert.Equal("2.9.1", LibTorchLoader.VersionOf(folder.FullName));
            File.WriteAllText(folder.FullName + "/build-version", "2.9.1+cpu\n");
            Assert.Equal("2.9.1+cpu", LibTorchLoader.VersionOf(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheLoadedLibtorch_IsTheOneThatTorchSharpWasBuiltFor()
    {
        LibTorchLoader.Load();
        Assert.StartsWith(LibTorchLoader.RequiredVersion + ".", __version__, StringComparison.Ordinal);
        Assert.True(File.Exists(LibTorchLoader.LoadedPath));
    }
}
