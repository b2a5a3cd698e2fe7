using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using DataWorth.Models.Training;
using DataWorth.Tests;
using static TorchSharp.torch;

namespace DataWorth.Models.Tests.Networks.Models;

/// <summary>Networks of a user's own assembly.</summary>
public sealed class AssemblyTests
{
    private const string Networks =
        "UserNetworks.Configured, UserNetworks.Dependent, UserNetworks.Failing, UserNetworks.Plain, UserNetworks.Recurrent, UserNetworks.Shaped";

    // With what it needs beside it; the copy beside this test is alone.
    private static readonly string s_whole = ModelText.UserNetworks.Replace(
        "DataWorth.Models.Tests",
        "UserNetworks",
        StringComparison.Ordinal
    );

    [Fact]
    public void ANetworkWithoutParameters_ComesFromAContextOfItsOwn_WithTheProgramsTorchSharp()
    {
        using var scope = NewDisposeScope();
        using var network = ModelText.Open(Text("UserNetworks.Plain"), [4], 3);
        Assert.Equal([2, 3], network.call(rand(2, 4)).shape);
        var context = AssemblyLoadContext.GetLoadContext(network.GetType().Assembly);
        Assert.NotSame(AssemblyLoadContext.GetLoadContext(typeof(AssemblyTests).Assembly), context);
        Assert.Equal(ModelText.UserNetworks, context!.Name);
        Assert.Equal(["UserNetworks"], context.Assemblies.Select(assembly => assembly.GetName().Name));
    }

    [Fact]
    public void ShapeAndClasses_ComeFromTheData()
    {
        using var network = ModelText.Open(Text("Shaped"), [2, 3], 5); // without the namespace
        Assert.Equal(["_fc.weight [5, 6]", "_fc.bias [5]"], ModelText.Shapes(network));
    }

    [Theory]
    [InlineData("{'hidden-size': '7'}", false, "ReLU")]
    [InlineData("{'hiddenSize': 7, 'has_bias': 'true', 'activation': 'leaky-relu'}", true, "LeakyReLU")]
    public void Arguments_AreFoundByName_AndOthersHaveTheirDefaults(string arguments, bool hasBias, string activation)
    {
        using var network = ModelText.Open(Text("UserNetworks.Configured", arguments), [4], 3);
        Assert.Equal(7, network.get_parameter("_layers.fc1.weight")!.shape[0]);
        Assert.Equal(hasBias, network.get_parameter("_layers.fc1.bias") is not null);
        Assert.Contains(network.named_modules(), entry => entry.module.GetType().Name == activation);
    }

    [Fact]
    public void ACheckpoint_IsLoadedByName()
    {
        using var directory = new TemporaryFolder();
        var path = Path.Combine(directory.Path, "net.safetensors");
        using var trained = ModelText.Open(Text("Plain"), [4], 3);
        Checkpoints.Save(path, trained);
        using var network = ModelText.Open(Text("Plain").Insert(1, $"'checkpoint': '{path}', "), [4], 3);
        Assert.Equal(Reference.Values(trained, "_fc.weight"), Reference.Values(network, "_fc.weight"));
    }

    [Fact]
    public void AMissingType_IsASentenceWithTheNearestName()
    {
        Assert.Equal(
            $"Assembly '{s_whole}' has no network 'UserNetworks.Plane'. Did you mean 'UserNetworks.Plain'? Its networks: "
                + $"{Networks}. Set 'type' to a class derived from nn.Module<Tensor, Tensor>.",
            ModelText.Fault(Text("UserNetworks.Plane", file: s_whole), [4], 3)
        );
        Assert.Equal(
            $"Type 'UserNetworks.Settings' of assembly '{s_whole}' is no class derived from nn.Module<Tensor, Tensor>. Its "
                + $"networks: {Networks}. Set 'type' to a class derived from nn.Module<Tensor, Tensor>.",
            ModelText.Fault(Text("UserNetworks.Settings", file: s_whole), [4], 3)
        );
        var partly = ModelText.Fault(Text("UserNetworks.TreeException"), [4], 3);
        Assert.Contains("Others cannot be loaded: Could not load file or assembly 'YamlDotNet, ", partly, StringComparison.Ordinal);
        Assert.Contains("; put what they need beside it. Set 'type' to", partly, StringComparison.Ordinal);
    }

    [Fact]
    public void AConstructorThatDoesNotFit_IsASentenceWithThoseThatThereAre()
    {
        const string Found =
            "found (long[] itemShape, long classes, int hiddenSize, bool hasBias, Activation (Relu | LeakyRelu) activation), expected one without "
            + "parameters, one of (long[] itemShape, long classes), or a value in 'arguments' for every other parameter.";
        Assert.Equal(
            "No public constructor of 'UserNetworks.Configured' fits the arguments []: " + Found,
            ModelText.Fault(Text("Configured"), [4], 3)
        );
        Assert.Equal(
            $"No public constructor of 'UserNetworks.Configured' fits the arguments [hidden-sise]: {Found} Did you mean 'hiddenSize'?",
            ModelText.Fault(Text("Configured", "{'hidden-sise': 4}"), [4], 3)
        );
        Assert.Equal(
            "Argument 'many' is no value for the parameter 'int hiddenSize' of the constructor of 'UserNetworks.Configured'. Correct it in "
                + "'arguments'.",
            ModelText.Fault(Text("Configured", "{'hidden-size': 'many'}"), [4], 3)
        );
        Assert.Equal(
            "The constructor of 'UserNetworks.Failing' failed: Cannot read 'x.txt'. Give other arguments, or mend it.",
            ModelText.Fault(Text("Failing", "{'file': 'x.txt'}"), [4], 3)
        );
    }

    [Fact]
    public void ANetworkThatCannotTakeTheData_OrGivesTooLittle_IsASentence()
    {
        Assert.StartsWith(
            "Network 'Failing' cannot take a row of zeros [4]: ",
            ModelText.Fault(Text("Failing", "{'file': '', 'fails': 'false'}"), [4], 3),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Network 'Plain' cannot take a row of zeros [5]: ",
            ModelText.Fault(Text("Plain"), [5], 3),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "Network 'Plain' gives [3] for a row of the data, expected [4]",
            ModelText.Fault(Text("Plain"), [4], 4),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AFileThatIsNoAssembly_IsASentence()
    {
        using var directory = new TemporaryFolder();
        var missing = Path.Combine(directory.Path, "none.dll");
        Assert.Equal(
            $"Assembly '{missing}' cannot be loaded: there is no such file. Build your project and name the dll that it makes.",
            ModelText.Fault(Text("Plain", file: missing), [4], 3)
        );
        var damaged = directory.Write("damaged.dll", [1, 2, 3]);
        Assert.Equal(
            $"Assembly '{damaged}' cannot be loaded: it is no .NET assembly for this platform. Build your project and name the dll that it "
                + "makes.",
            ModelText.Fault(Text("Plain", file: damaged), [4], 3)
        );
    }

    [Fact]
    public void WhatLiesBesideTheAssembly_IsFound_ButNotItsTorchSharp()
    {
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(s_whole)!, "TorchSharp.dll")));
        using var network = ModelText.Open(Text("Dependent", file: s_whole), [4], 3);
        var context = AssemblyLoadContext.GetLoadContext(network.GetType().Assembly)!;
        Assert.Equal(["UserNetworks", "YamlDotNet"], context.Assemblies.Select(assembly => assembly.GetName().Name).Order());
    }

    [Fact]
    public void WhatIsMissingBesideTheAssembly_IsASentence()
    {
        var message = ModelText.Fault(Text("Dependent"), [4], 3);
        Assert.StartsWith(
            "The constructor of 'UserNetworks.Dependent' failed: Could not load file or assembly 'YamlDotNet, ",
            message,
            StringComparison.Ordinal
        );
        Assert.EndsWith("Put what it needs beside it, built against the same packages.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAssemblyOfAnotherTorchSharp_IsASentence()
    {
        using var directory = new TemporaryFolder();
        var path = directory.Write("Old.dll", WithTorchSharp(File.ReadAllBytes(ModelText.UserNetworks), 0, 101));
        var version = typeof(Tensor).Assembly.GetName().Version!.ToString(3);
        Assert.Equal(
            $"Assembly '{path}' was built against TorchSharp 0.101.0, but this program has {version}. Reference TorchSharp {version} and "
                + "build it again.",
            ModelText.Fault(Text("Plain", file: path), [4], 3)
        );
    }

    private static string Text(string type, string arguments = "{}", string? file = null) =>
        $"{{'kind': 'assembly', 'assembly': '{file ?? ModelText.UserNetworks}', 'type': '{type}', 'arguments': {arguments}}}";

    // A row of the table of references begins with four 16-bit numbers, the version.
    private static byte[] WithTorchSharp(byte[] image, byte major, byte minor)
    {
        using var reader = new PEReader(new MemoryStream(image));
        var metadata = reader.GetMetadataReader();
        var row = metadata
            .AssemblyReferences.Index()
            .Single(entry => metadata.GetString(metadata.GetAssemblyReference(entry.Item).Name) == "TorchSharp")
            .Index;
        var start =
            reader.PEHeaders.MetadataStartOffset
            + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
            + (row * metadata.GetTableRowSize(TableIndex.AssemblyRef));
        image[start] = major;
        image[start + 2] = minor;
        return image;
    }
}
