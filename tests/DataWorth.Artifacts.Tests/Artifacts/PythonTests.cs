using System.Globalization;
using System.Runtime.InteropServices;

namespace DataWorth.Artifacts.Tests;

/// <summary>Plain Python, without this project and without a safetensors package, finds the same numbers.</summary>
public sealed class PythonTests : IDisposable
{
    // FORMAT.md shows the same reader.
    private const string Reader = """
        import array, json, struct, sys
        IV = (0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19)
        def compress(value, block, counter, length, flags):
            v = [*value, *IV[:4], counter & 0xFFFFFFFF, counter >> 32, length, flags]
            m = list(struct.unpack("<16I", block.ljust(64, b"\0")))
            def mix(a, b, c, d, x, y):
                for word, first, second in ((x, 16, 12), (y, 8, 7)):
                    v[a] = (v[a] + v[b] + word) & 0xFFFFFFFF
                    v[d] = (v[d] ^ v[a]) >> first | (v[d] ^ v[a]) << 32 - first & 0xFFFFFFFF
                    v[c] = (v[c] + v[d]) & 0xFFFFFFFF
                    v[b] = (v[b] ^ v[c]) >> second | (v[b] ^ v[c]) << 32 - second & 0xFFFFFFFF
            for _ in range(7):
                for i in range(4):
                    mix(i, i + 4, i + 8, i + 12, m[2 * i], m[2 * i + 1])
                for i in range(4):
                    mix(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[2 * i + 8], m[2 * i + 9])
                m = [m[i] for i in (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)]
            return [v[i] ^ v[i + 8] for i in range(8)]
        def node(data, chunk, root):
            if len(data) > 1024:
                left = 1024
                while left * 2 < len(data):
                    left *= 2
                pair = node(data[:left], chunk, 0) + node(data[left:], chunk + left // 1024, 0)
                return compress(IV, struct.pack("<16I", *pair), 0, 64, 4 | root)
            value, blocks = IV, [data[i:i + 64] for i in range(0, len(data), 64)] or [b""]
            for i, block in enumerate(blocks):
                last = i == len(blocks) - 1
                value = compress(value, block, chunk, len(block), (i == 0) | (2 | root if last else 0))
            return value
        def digest(data):
            return "blake3:" + struct.pack("<8I", *node(data, 0, 8)).hex()
        folder = sys.argv[1]
        text = open(folder + "/manifest.json", "rb").read()
        manifest = json.loads(text)
        assert digest(text.replace(manifest["checksum"].encode(), b"blake3:" + b"0" * 64)) == manifest["checksum"]
        def tensors(entry):
            data = open(folder + "/" + entry["file"], "rb").read()
            assert len(data) == entry["bytes"] and digest(data) == entry["digest"]
            length, = struct.unpack("<Q", data[:8])
            assert (8 + length) % 8 == 0
            header = json.loads(data[8:8 + length])
            header.pop("__metadata__", None)
            data = data[8 + length:]
            return {name: (t["dtype"], t["shape"], data[slice(*t["data_offsets"])]) for name, t in header.items()}
        ids = json.load(open(folder + "/" + manifest["ids"]["file"]))
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _artifact;

    public PythonTests()
    {
        using var store = new FileArtifactStore(_folder["store"]);
        SampleArtifact.Write(store, 11, 4);
        _artifact = Path.Combine(store.Root, SampleArtifact.Key.ToString());
    }

    public void Dispose() => _folder.Dispose();

    [PythonFact("array")]
    public void PlainPython_ReadsShardsIdsAndStatistics() =>
        RequireSameNumbers(
            PythonFactAttribute.Find("array")!,
            """
            codes = {"F32": "f", "F64": "d", "I8": "b"}
            for shard in manifest["shards"]:
                for name, (dtype, shape, data) in sorted(tensors(shard).items()):
                    values = array.array(codes[dtype], data)
                    row = len(values) // shape[0]
                    for i in range(shape[0]):
                        print(ids[shard["firstRow"] + i], name, shape[1:], *[float(v).hex() for v in values[i * row:(i + 1) * row]])
            print("mean", *array.array("f", tensors(manifest["tensors"][0])["mean"][2]))
            """
        );

    [PythonFact("numpy")]
    public void Numpy_ReadsShardsIdsAndStatistics() =>
        RequireSameNumbers(
            PythonFactAttribute.Find("numpy")!,
            """
            import numpy
            codes = {"F32": "<f4", "F64": "<f8", "I8": "i1"}
            for shard in manifest["shards"]:
                for name, (dtype, shape, data) in sorted(tensors(shard).items()):
                    for i, row in enumerate(numpy.frombuffer(data, codes[dtype]).reshape(shape)):
                        print(ids[shard["firstRow"] + i], name, shape[1:], *[float(v).hex() for v in numpy.ravel(row)])
            print("mean", *numpy.frombuffer(tensors(manifest["tensors"][0])["mean"][2], "<f4").tolist())
            """
        );

    private static string Line(long row, ArtifactTensorLayout layout)
    {
        var bytes = SampleArtifact.Rows(layout, row, 1);
        var values = layout.DType switch
        {
            SafetensorsDType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value),
            SafetensorsDType.F64 => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            _ => MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray().Select(value => (double)value),
        };
        return $"{SampleArtifact.Id(row)} {layout.Name} [{string.Join(", ", layout.Shape)}] "
            + $"{string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}";
    }

    // Python prints exact hexadecimal numbers; they are read back here, so that both sides compare values and not texts.
    private static string Exact(string line)
    {
        var words = line.Split(' ');
        return string.Join(
            ' ',
            words.Select(word =>
                word.Contains("0x", StringComparison.Ordinal) ? Parse(word).ToString("R", CultureInfo.InvariantCulture) : word
            )
        );
    }

    private static double Parse(string text)
    {
        // [-]0x1.8p+3
        var negative = text[0] == '-';
        var parts = text[(text.IndexOf('x') + 1)..].Split('p');
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var fraction = parts[0].Contains('.') ? parts[0].Length - 2 : 0;
        var value = Math.ScaleB(
            (double)long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture) - (4 * fraction)
        );
        return negative ? -value : value;
    }

    private void RequireSameNumbers(string python, string script)
    {
        (var exitCode, var output) = PythonFactAttribute.TryRun(python, "-c", Reader + "\n" + script, _artifact);
        Assert.True(exitCode == 0, output);
        List<string> expected = [];
        foreach (var shard in Enumerable.Range(0, 3))
        {
            foreach (var layout in SampleArtifact.Layout.OrderBy(layout => layout.Name, StringComparer.Ordinal))
            {
                expected.AddRange(Enumerable.Range(4 * shard, Math.Min(4, 11 - (4 * shard))).Select(row => Line(row, layout)));
            }
        }

        expected.Add("mean 1.0 2.0 3.0 4.0 5.0 6.0");
        Assert.Equal(expected, output.TrimEnd().Split('\n').Select(Exact));
    }
}
