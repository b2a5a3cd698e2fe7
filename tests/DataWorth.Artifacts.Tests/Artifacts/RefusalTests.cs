using System.Text;

namespace DataWorth.Artifacts.Tests;

public sealed class RefusalTests
{
    private readonly MemoryArtifactStore _store = new();
    private readonly Dictionary<string, byte[]> _files;

    public RefusalTests()
    {
        SampleArtifact.Write(_store, 11, 4);
        _files = SampleArtifact.Snapshot(_store);
    }

    [Fact]
    public void OtherOptions_AreNamed()
    {
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        reader.RequireOptions(new FingerprintBuilder().Add("projection seed", 1L).Options);
        var differs = Assert.ThrowsAny<ArtifactException>(() =>
            reader.RequireOptions(new FingerprintBuilder().Add("projection seed", 0L).Options)
        );
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: was made with projection seed '1', but the options ask for '0'. Fit again, or "
                + "set projection seed = 1.",
            differs.Message
        );
        var missing = Assert.ThrowsAny<ArtifactException>(() =>
            reader.RequireOptions(new FingerprintBuilder().Add("tokenizer", "gpt2").Options)
        );
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: does not say with which tokenizer it was made, but the options ask for 'gpt2'. "
                + "Fit again.",
            missing.Message
        );
    }

    [Theory]
    [InlineData("model", "sha256:1111")]
    [InlineData("data", "sha256:2222")]
    [InlineData("tokenizer", "llama")]
    [InlineData("projection", "Gaussian")]
    [InlineData("projection seed", "7")]
    [InlineData("feature version", "2")]
    public void AnotherArtifactThanAskedFor_IsNamedWithWhatDiffers(string option, string asked)
    {
        Dictionary<string, string> made = new()
        {
            ["model"] = "sha256:aaaa",
            ["data"] = "sha256:bbbb",
            ["tokenizer"] = "gpt2",
            ["projection"] = "Rademacher",
            ["projection seed"] = "0",
            ["feature version"] = "1",
        };
        var key = Key(made);
        using (var writer = ArtifactWriter.Create(_store, key, [], new ArtifactWriterOptions { Options = made }))
        {
            writer.Complete();
        }

        Dictionary<string, string> wanted = new(made) { [option] = asked };
        Assert.NotEqual(key, Key(wanted));
        var exception = Assert.Throws<ArtifactNotFoundException>(() => ArtifactReader.Open(_store, Key(wanted), wanted));
        Assert.Equal(
            $"Artifact '{Key(wanted)}' is not in memory:. The closest there, '{key}', was made with {option} '{made[option]}', but the "
                + $"options ask for '{asked}'. Run the stage that makes it, or set {option} = {made[option]}.",
            exception.Message
        );

        static ArtifactKey Key(Dictionary<string, string> options)
        {
            var builder = new FingerprintBuilder();
            foreach ((var name, var value) in options)
            {
                builder.Add(name, value);
            }

            return builder.ToKey("statistics");
        }
    }

    [Fact]
    public void WriterWithAnotherLayout_IsRefused()
    {
        ArtifactTensorLayout[] other = [ArtifactTensorLayout.Of("phi", SafetensorsDType.F16, 3)];
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactWriter.Create(_store, SampleArtifact.Key, other));
        Assert.Equal(
            $"Artifact '{SampleArtifact.Key}' in memory: has rows of 'test: phi F32 [3, 2]; scale F64 []; q I8 [5]', expected 'float32: "
                + "phi F16 [3]': something that shapes the rows is not in the fingerprint. Add it, or remove the artifact and run again.",
            exception.Message
        );
    }

    [Fact]
    public void MissingArtifact_IsExplainedByTheClosest()
    {
        var asked = new FingerprintBuilder().Add("projection seed", 0L).Add("model", "mlp");
        var key = asked.ToKey("gradients");
        var exception = Assert.Throws<ArtifactNotFoundException>(() => ArtifactReader.Open(_store, key, asked.Options));
        Assert.Equal(
            $"Artifact '{key}' is not in memory:. The closest there, '{SampleArtifact.Key}', was made with projection seed '1', but the "
                + "options ask for '0'. Run the stage that makes it, or set projection seed = 1.",
            exception.Message
        );
        var none = Assert.Throws<ArtifactNotFoundException>(() =>
            ArtifactReader.Open(_store, new ArtifactKey("statistics", "ff"), asked.Options)
        );
        Assert.Equal(
            "Artifact 'statistics/ff' is not in memory:. Run the stage that makes it, or name the store that has it.",
            none.Message
        );
        using var found = ArtifactReader.Open(_store, SampleArtifact.Key, SampleArtifact.Options(11, 4).Options);
        Assert.Equal(11, found.RowCount);
    }

    [Fact]
    public void TruncatedShard_IsRefusedAtOpen_WithBothSizes()
    {
        var name = $"{SampleArtifact.Key}/rows-000001.safetensors";
        Replace(name, _files[name][..^8]);
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactReader.Open(_store, SampleArtifact.Key, VerificationLevel.Sizes));
        Assert.Equal(
            $"'{name}' in memory: has {_files[name].Length - 8} bytes, the manifest says {_files[name].Length} bytes: the file was "
                + "truncated or replaced. Remove what is damaged with 'dataworth store repair --store memory:' and run again what made it, "
                + "or copy it again from where it is whole.",
            Assert.IsType<ArtifactDamagedException>(exception).Message
        );
    }

    [Fact]
    public void MissingShard_IsRefusedAtOpen()
    {
        var name = $"{SampleArtifact.Key}/rows-000002.safetensors";
        Replace(name, null);
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactReader.Open(_store, SampleArtifact.Key, VerificationLevel.Sizes));
        Assert.StartsWith($"'{name}' in memory: is missing, but the manifest lists it.", exception.Message);
    }

    [Fact]
    public void ShardOfAnotherArtifact_IsNamed_EvenWithoutHashes()
    {
        var name = $"{SampleArtifact.Key}/rows-000001.safetensors";
        var foreign = Encoding
            .Latin1.GetString(_files[name])
            .Replace("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff", StringComparison.Ordinal);
        Replace(name, Encoding.Latin1.GetBytes(foreign));
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key, VerificationLevel.Sizes);
        var exception = Assert.ThrowsAny<ArtifactException>(() => reader.ReadRows("phi", 4, 1, new byte[24]));
        Assert.StartsWith($"'{name}' in memory: is a shard of artifact 'gradients/ffffffffffffffffffffffffffffffff'.", exception.Message);
    }

    [Fact]
    public void SwappedShards_AreFoundByTheirHashes()
    {
        var first = $"{SampleArtifact.Key}/rows-000000.safetensors";
        var second = $"{SampleArtifact.Key}/rows-000001.safetensors";
        Replace(first, _files[second]);
        Replace(second, _files[first]);
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        var exception = Assert.ThrowsAny<ArtifactException>(() => reader.ReadRows("phi", 0, 1, new byte[24]));
        Assert.Contains("its bytes were changed", exception.Message);
        Assert.Equal([first, second], ArtifactVerifier.Verify(_store, SampleArtifact.Key).Select(fault => fault.ObjectName));
    }

    [Fact]
    public void RenamedFolder_IsRefused()
    {
        var other = new ArtifactKey("gradients", "ffffffffffffffffffffffffffffffff");
        foreach ((var name, var bytes) in _files)
        {
            Replace(name.Replace(SampleArtifact.Key.Fingerprint, other.Fingerprint, StringComparison.Ordinal), bytes);
        }

        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactReader.Open(_store, other));
        Assert.StartsWith(
            $"'{other}/manifest.json' in memory: is the manifest of '{SampleArtifact.Key}', expected that of '{other}'",
            exception.Message
        );
    }

    [Theory]
    [InlineData(
        "\"version\": 2",
        "\"version\": 1",
        "has format version 1, this program reads version 2: remove the artifact with 'dataworth store rm KEY --store memory:', or name "
            + "another store with --store."
    )]
    [InlineData("\"rows\": 11", "\"rows\": 12", "was changed after it was written: its checksum is blake3:")]
    [InlineData("\"rows\": 11", "\"rows\": 11, \"more\": 1", "is not what this program writes: ")]
    [InlineData("\"rows\": 11", "\"rows\": 11, \"rows\": 11", "is not what this program writes: ")]
    [InlineData("dataworth-artifact", "other-artifact", "is not consistent: its format is not 'dataworth-artifact'")]
    public void ChangedManifest_IsRefused(string what, string by, string fault)
    {
        var name = $"{SampleArtifact.Key}/manifest.json";
        var text = Encoding.UTF8.GetString(_files[name]);
        Assert.Contains(what, text);
        Replace(name, Encoding.UTF8.GetBytes(text.Replace(what, by, StringComparison.Ordinal)));
        var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactReader.Open(_store, SampleArtifact.Key));
        var expected = fault.Replace("KEY", SampleArtifact.Key.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"'{name}' in memory: {expected}", exception.Message);
        Assert.Equal(!fault.Contains("format version", StringComparison.Ordinal), exception is ArtifactDamagedException);
    }

    [Fact]
    public void ImpossibleManifests_AreRefused_EvenWithARightChecksum()
    {
        var good = ArtifactCatalog.ReadManifest(_store, SampleArtifact.Key);
        (ArtifactManifest Manifest, string Fault)[] cases =
        [
            (good with { Rows = 12 }, "shard 2 is 'rows-000002.safetensors' with rows from 8, 3 of them; expected"),
            (good with { Rows = -1 }, "-1 rows at 4 per shard do not make 3 shards"),
            (good with { Rows = long.MaxValue }, $"{long.MaxValue} rows at 4 per shard do not make 3 shards"),
            (good with { RowsPerShard = 0 }, "it has 0 rows per shard"),
            (good with { Ids = null }, "it has rows, but no file of ids"),
            (
                good with
                {
                    Ids = new ArtifactFile("../../secret", 1, good.Ids!.Digest),
                },
                "its entry of file '../../secret' is repeated or has an impossible name, size or digest"
            ),
            (
                good with
                {
                    Tensors = [good.Tensors[0], good.Tensors[0] with { Contents = [] }],
                },
                "its entry of file 'statistics.safetensors' is repeated"
            ),
            (good with { Layout = [] }, "it has rows, but no layout"),
            (
                good with
                {
                    Layout = [ArtifactTensorLayout.Of("x", SafetensorsDType.F32, 0)],
                },
                "its layout has an impossible row shape [0] for tensor 'x'"
            ),
            (
                good with
                {
                    Tensors = [good.Tensors[0] with { Contents = [SafetensorsEntry.Of("phi", SafetensorsDType.F32, 1)] }],
                },
                "tensor 'phi' has no name, is in two files, or is both named and a tensor of rows"
            ),
            (
                good with
                {
                    Tensors = [good.Tensors[0] with { Contents = [SafetensorsEntry.Of("x", SafetensorsDType.F32, -1)] }],
                },
                "tensor 'x' has the impossible shape [-1]"
            ),
            (good with { Layout = [good.Layout[0], good.Layout[0]] }, "its layout has an empty, reserved or repeated tensor name 'phi'"),
        ];
        var name = $"{SampleArtifact.Key}/manifest.json";
        foreach ((var manifest, var fault) in cases)
        {
            Replace(name, ManifestFile.ToBytes(manifest));
            var exception = Assert.ThrowsAny<ArtifactException>(() => ArtifactReader.Open(_store, SampleArtifact.Key));
            Assert.StartsWith($"'{name}' in memory: is not consistent: {fault}", exception.Message);
        }
    }

    [Fact]
    public void OtherLayoutThanTheManifestSays_IsRefused()
    {
        var good = ArtifactCatalog.ReadManifest(_store, SampleArtifact.Key);
        Replace(
            $"{SampleArtifact.Key}/manifest.json",
            ManifestFile.ToBytes(
                good with
                {
                    Layout = [ArtifactTensorLayout.Of("phi", SafetensorsDType.F32, 2, 3), .. good.Layout.Skip(1)],
                }
            )
        );
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        var exception = Assert.ThrowsAny<ArtifactException>(() => reader.ReadRows("phi", 0, 1, new byte[24]));
        Assert.Contains(
            "has the tensors 'phi F32 [4, 3, 2]; scale F64 [4]; q I8 [4, 5]', the manifest says 'phi F32 [4, 2, 3]; scale F64 [4]; q I8 "
                + "[4, 5]'",
            exception.Message
        );
    }

    [Fact]
    public void UnknownNamedTensor_ListsTheClosest()
    {
        using var reader = ArtifactReader.Open(_store, SampleArtifact.Key);
        var exception = Assert.ThrowsAny<ArtifactException>(() => reader.Tensor("meen"));
        Assert.Equal(
            $"There is no tensor 'meen' in '{SampleArtifact.Key} in memory:'. It has 1; the closest names: 'mean'.",
            exception.Message
        );
    }

    private void Replace(string name, byte[]? bytes)
    {
        _store.Delete(name);
        if (bytes is not null)
        {
            using var writer = _store.Create(name);
            writer.Write(bytes);
            writer.Commit();
        }
    }
}
