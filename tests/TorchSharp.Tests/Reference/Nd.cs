using static TorchSharp.torch;

namespace TorchSharp.Tests.Reference;

/// <summary>A plain double-precision array in row-major order: the independent reference that tensor operations are compared with.</summary>
internal sealed class Nd
{
    public Nd(long[] shape, double[] data)
    {
        Shape = shape;
        Data = data;
    }

    public long[] Shape { get; }

    public double[] Data { get; }

    public long Rank => Shape.Length;

    public double this[params long[] index]
    {
        get => Data[Offset(index)];
        set => Data[Offset(index)] = value;
    }

    public static Nd Of(Tensor tensor)
    {
        using var wide = tensor.detach().to(ScalarType.Float64, CPU).contiguous();
        return new Nd(wide.shape, wide.data<double>().ToArray());
    }

    public static Nd Scalar(double value) => new([], [value]);

    public static Nd Vector(params double[] values) => new([values.Length], values);

    public static Nd Zeros(params long[] shape) => new(shape, new double[shape.Aggregate(1L, (a, b) => a * b)]);

    /// <summary>Fills an array from the index of each element.</summary>
    public static Nd From(long[] shape, Func<long[], double> value)
    {
        var result = Zeros(shape);
        for (long i = 0; i < result.Data.Length; i++) result.Data[i] = value(Index(i, shape));
        return result;
    }

    public static long[] Index(long position, long[] shape)
    {
        var index = new long[shape.Length];
        for (var i = shape.Length - 1; i >= 0; i--) (position, index[i]) = Math.DivRem(position, shape[i]);
        return index;
    }

    public Tensor ToTensor(ScalarType type = ScalarType.Float64) => tensor(Data, Shape, type);

    public Nd Map(Func<double, double> function) => new(Shape, Array.ConvertAll(Data, x => function(x)));

    /// <summary>Combines two arrays with broadcasting.</summary>
    public Nd Zip(Nd other, Func<double, double, double> function)
    {
        var rank = (int)Math.Max(Rank, other.Rank);
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = Math.Max(Size(this, rank, i), Size(other, rank, i));
        return From(shape, index => function(Broadcast(this, index), Broadcast(other, index)));
    }

    /// <summary>Folds each line along a dimension into one number.</summary>
    public Nd Fold(int dim, Func<double[], double> function)
    {
        if (dim < 0) dim += (int)Rank;
        var shape = Shape.Where((_, i) => i != dim).ToArray();
        return From(shape, index => function(Line(dim, index)));
    }

    /// <summary>Replaces each line along a dimension by another one of the same or another length.</summary>
    public Nd Lines(int dim, Func<double[], double[]> function)
    {
        if (dim < 0) dim += (int)Rank;
        var rest = Shape.Where((_, i) => i != dim).ToArray();
        Nd? result = null;
        foreach (var index in Indices(rest))
        {
            var line = function(Line(dim, index));
            result ??= Zeros([.. Shape[..dim], line.Length, .. Shape[(dim + 1)..]]);
            for (long i = 0; i < line.Length; i++) result[[.. index[..dim], i, .. index[dim..]]] = line[i];
        }

        return result!;
    }

    public static IEnumerable<long[]> Indices(long[] shape)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        for (long i = 0; i < count; i++) yield return Index(i, shape);
    }

    public Nd Permute(params int[] order) => From([.. order.Select(i => Shape[i])], index =>
    {
        var source = new long[order.Length];
        for (var i = 0; i < order.Length; i++) source[order[i]] = index[i];
        return this[source];
    });

    public Nd Reshape(params long[] shape) => new(shape, Data);

    /// <summary>Matrix product of two matrices.</summary>
    public Nd MatMul(Nd other) => From([Shape[0], other.Shape[1]], index =>
    {
        double sum = 0;
        for (long k = 0; k < Shape[1]; k++) sum += this[index[0], k] * other[k, index[1]];
        return sum;
    });

    public Nd Slice(int dim, long at) =>
        From([.. Shape.Where((_, i) => i != dim)], index => this[[.. index[..dim], at, .. index[dim..]]]);

    public override string ToString() => $"[{string.Join(", ", Shape)}] {{{string.Join(", ", Data.Take(12))}}}";

    private double[] Line(int dim, long[] rest)
    {
        var line = new double[Shape[dim]];
        for (long i = 0; i < line.Length; i++) line[i] = this[[.. rest[..dim], i, .. rest[dim..]]];
        return line;
    }

    private static long Size(Nd array, int rank, int dim) => dim < rank - array.Rank ? 1 : array.Shape[dim - (rank - (int)array.Rank)];

    private static double Broadcast(Nd array, long[] index)
    {
        var own = index[(index.Length - (int)array.Rank)..];
        return array[[.. own.Select((at, i) => array.Shape[i] == 1 ? 0 : at)]];
    }

    private long Offset(long[] index)
    {
        long offset = 0;
        for (var i = 0; i < index.Length; i++) offset = (offset * Shape[i]) + index[i];
        return offset;
    }
}
