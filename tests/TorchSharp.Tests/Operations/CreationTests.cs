using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

public sealed class CreationTests
{
    [Fact]
    public void Constants_HaveShapeTypeAndValue()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2, 3], zeros(2, 3).shape);
        Assert.Equal(ScalarType.Float32, zeros(2).dtype);
        Assert.Equal(24, ones(2, 3, 4).sum().ToDouble());
        Assert.Equal(ScalarType.Float64, ones([2L], ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Int64, full([2L], 7).dtype);
        Assert.Equal(15, full(2, 3, 2.5).sum().ToDouble());
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.Equal([3, 2], empty(3, 2).shape);
        Assert.Equal(ScalarType.Int32, zeros_like(ones(2), ScalarType.Int32).dtype);
        Assert.Equal([2, 5], ones(2, 5).full_like(3).shape);
        Assert.Equal([4], ones(2, ScalarType.Float64).new_zeros([4]).shape);
    }

    [Fact]
    public void Sequences_AreExact()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0L, 1, 2, 3], arange(4).data<long>().ToArray());
        Assert.Equal([2L, 4, 6], arange(2, 8, 2).data<long>().ToArray());
        Assert.Equal([0.5f, 1, 1.5f], arange(0.5, 2.0, 0.5).data<float>().ToArray());
        Assert.Equal([0.0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5, ScalarType.Float64).data<double>().ToArray());
        Assert.Equal([1f, 0, 0, 0, 1, 0], eye(2, 3).data<float>().ToArray());
    }

    [Fact]
    public void Arrays_OfEveryType_RoundTrip()
    {
        RoundTrip<bool>([true, false, true], values => tensor(values));
        RoundTrip<byte>([1, 2, 255], values => tensor(values));
        RoundTrip<sbyte>([-1, 2, 127], values => tensor(values));
        RoundTrip<short>([-1, 2, 30000], values => tensor(values));
        RoundTrip([-1, 2, int.MaxValue], values => tensor(values));
        RoundTrip<long>([-1, 2, long.MaxValue], values => tensor(values));
        RoundTrip<Half>([(Half)1.5, (Half)(-2), (Half)0.1], values => tensor(values));
        RoundTrip<float>([1.5f, float.NaN, -0f], values => tensor(values));
        RoundTrip([1.5, double.MaxValue, -0.1], values => tensor(values));
    }

    [Fact]
    public void Arrays_WithDimensions_AreRowMajor()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(6f, tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3])[1, 2].item<float>());
        Assert.Equal(3, tensor(new[,] { { 1, 2 }, { 3, 4 } })[1, 0].item<int>());
        Assert.Equal([1, 2, 3], tensor(new double[1, 2, 3]).shape);
        Assert.Equal([2, 2], tensor(new List<long> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([2, 3], from_array(new short[2, 3]).shape);
        Assert.Equal(ScalarType.Float64, tensor(new float[] { 1 }, ScalarType.Float64).dtype);
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
    }

    [Fact]
    public void Conversion_BetweenTypes_RoundsAsIeee()
    {
        using var scope = NewDisposeScope();
        var values = Numbers.Uniform(61, -100, 100, 1000);
        var source = values.ToTensor();
        Compare.Equal(values.Map(x => (float)x), source.to(ScalarType.Float32), ScalarType.Float16, "float32");
        Compare.Equal(values.Map(x => (double)(Half)(float)x), source.@float().half(), ScalarType.Float16, "float16");
        Compare.Equal(values.Map(x => RoundToBFloat16((float)x)), source.@float().bfloat16(), ScalarType.Float16, "bfloat16");
        Compare.Equal(values.Map(Math.Truncate), source.@long(), ScalarType.Float16, "int64");
        Compare.Equal(values.Map(x => x != 0 ? 1 : 0), source.@bool(), ScalarType.Float16, "bool");
    }

    [Fact]
    public void To_WithNothingToDo_GivesAnAlias()
    {
        using var x = ones(2);
        using var same = x.to(ScalarType.Float32);
        using var copy = x.to(ScalarType.Float32, copy: true);
        same.fill_(3);
        Assert.Equal(6, x.sum().ToDouble());
        Assert.Equal(2, copy.sum().ToDouble());
        Assert.NotSame(x, same);
    }

    [Fact]
    public void To_WithDisposeAfter_DisposesTheSource()
    {
        var x = ones(2);
        using var y = x.to(ScalarType.Float64, disposeAfter: true);
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Bytes_ReadAndWriteMemory()
    {
        using var x = tensor(new[] { 1, 2 });
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0], x.bytes.ToArray());
        x.bytes = new byte[] { 7, 0, 0, 0, 8, 0, 0, 0 };
        Assert.Equal([7, 8], x.data<int>().ToArray());
        using var y = ones(2, 3);
        using var transposed = y.t();
        Assert.Equal("The bytes of a tensor that is not contiguous cannot be had as one span. Call contiguous() first.",
            Assert.Throws<InvalidOperationException>(() => transposed.bytes.Length).Message);
    }

    [Fact]
    public void Accessor_FollowsStrides()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3).t();
        var accessor = x.data<long>();
        Assert.Equal([0L, 3, 1, 4, 2, 5], accessor.ToArray());
        Assert.Equal(4, accessor[1, 1]);
        accessor[2, 0] = 42;
        Assert.Equal(42, x[2, 0].item<long>());
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 42, 5 } }, accessor.ToNDArray());
        accessor.CopyFrom([10, 11], 0, 4);
        Assert.Equal([42L, 5, 1], new[] { accessor[4] == 10 ? 42L : 0, accessor[5] == 11 ? 5L : 0, accessor[2] });
        Assert.Throws<IndexOutOfRangeException>(() => accessor[6]);
        Assert.Throws<IndexOutOfRangeException>(() => accessor[0, 2]);
    }

    [Fact]
    public void Frombuffer_ReadsBytesAtAnOffset()
    {
        var bytes = new byte[12];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), 1.5f);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), -2f);
        using var x = frombuffer(bytes, ScalarType.Float32, offset: 4);
        Assert.Equal([1.5f, -2f], x.data<float>().ToArray());
        Assert.Equal("The array has 12 bytes; 4 elements of Float32 at offset 0 do not lie in it.",
            Assert.Throws<ArgumentException>(() => frombuffer(bytes, ScalarType.Float32, 4)).Message);
    }

    [Fact]
    public void File_RoundTrips()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tensor-{Guid.NewGuid():N}.pt");
        try
        {
            using var x = randn(3, 4);
            save(x, path);
            using var y = load(path);
            Assert.True(x.Equals(y));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void DefaultDevice_AndDeviceTexts()
    {
        Assert.Equal("cpu", get_default_device().ToString());
        Assert.Equal((DeviceType.CUDA, 1), (new Device("cuda:1").type, new Device("cuda:1").index));
        Assert.Equal("cuda:1", device("cuda:1").ToString());
        Assert.StartsWith("Expected a device such as 'cpu' or 'cuda:0', got 'gpu'.", Assert.Throws<ArgumentException>(() => device("gpu")).Message);
        using var shape = empty([1L << 40], device: META);
        Assert.True(shape.is_meta);
    }

    [Fact]
    public void Unique_GivesValuesInverseAndCounts()
    {
        using var scope = NewDisposeScope();
        var (values, inverse, counts) = tensor(new long[] { 3, 1, 3, 2 }).unique(return_inverse: true, return_counts: true);
        Assert.Equal([1L, 2, 3], values.data<long>().ToArray());
        Assert.Equal([2L, 0, 2, 1], inverse!.data<long>().ToArray());
        Assert.Equal([1L, 1, 2], counts!.data<long>().ToArray());
        Assert.Null(tensor(new long[] { 1 }).unique().counts);
    }

    [Fact]
    public void Text_NamesShapeTypeAndValue()
    {
        Assert.Equal("[2x3], type = Float32, device = cpu", ones(2, 3).ToString());
        Assert.Equal("[], type = Float64, device = cpu, value = 1.5", tensor(1.5).ToString());
        Assert.Equal(3, (int)tensor(3.9));
        Assert.True((bool)tensor(true));
    }

    private static double RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }

    private static void RoundTrip<T>(T[] values, Func<T[], Tensor> create)
        where T : unmanaged
    {
        using var x = create(values);
        Assert.Equal(values, x.data<T>().ToArray());
        Assert.Equal(values[1], x[1].item<T>());
    }
}
