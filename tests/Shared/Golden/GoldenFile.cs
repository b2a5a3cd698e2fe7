using DataWorth.Artifacts;
using TorchSharp;
using static TorchSharp.torch;

namespace DataWorth.Golden;

/// <summary>A file of reference arrays: data, weights, what the reference programs returned, and under 'ref64/' their formulas in float64,
/// rounded to float32.</summary>
internal sealed class GoldenFile : IDisposable
{
    private readonly SafetensorsReader _reader;

    public GoldenFile(string path) => _reader = SafetensorsFile.Open(path);

    public IEnumerable<string> Names => _reader.Tensors.Select(tensor => tensor.Name);

    public bool Has(string name) => Names.Contains(name);

    /// <summary>An array in its own type: float32, int32 or int8.</summary>
    public Tensor Read(string name)
    {
        var entry = _reader[name];
        var type = entry.DType switch
        {
            SafetensorsDType.I32 => ScalarType.Int32,
            SafetensorsDType.I8 => ScalarType.Int8,
            _ => ScalarType.Float32,
        };
        var result = empty([.. entry.Shape], type);
        _reader.Read(name, result.bytes);
        return result;
    }

    public double[] Doubles(string name)
    {
        using var scope = NewDisposeScope();
        return Read(name).to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    }

    public float[] Floats(string name)
    {
        using var scope = NewDisposeScope();
        return Read(name).reshape(-1).data<float>().ToArray();
    }

    public int[] Integers(string name)
    {
        using var scope = NewDisposeScope();
        return Read(name).reshape(-1).data<int>().ToArray();
    }

    public void Dispose() => _reader.Dispose();
}
