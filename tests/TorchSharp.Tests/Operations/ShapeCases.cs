using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Operations that move elements: views, joins, gathers.</summary>
internal static class ShapeCases
{
    private static readonly Nd s_cube = Numbers.Uniform(21, -2, 2, 2, 3, 4);
    private static readonly Nd s_matrix = Numbers.Uniform(22, -2, 2, 3, 4);

    public static IEnumerable<OperationCase> All() => [.. Views(), .. Joins(), .. Gathers()];

    private static IEnumerable<OperationCase> Views()
    {
        OperationCase Row(string name, Nd input, Func<Tensor, Tensor> run, Func<Nd, Nd> reference) => new(name, [input], x => run(x[0]), x => reference(x[0]));

        yield return Row("view", s_cube, x => x.view(6, -1), x => x.Reshape(6, 4));
        yield return Row("reshape", s_cube, x => x.reshape(4, 6), x => x.Reshape(4, 6));
        yield return Row("permute", s_cube, x => x.permute(2, 0, 1), x => x.Permute(2, 0, 1));
        yield return Row("transpose", s_cube, x => x.transpose(0, 2), x => x.Permute(2, 1, 0));
        yield return Row("t", s_matrix, x => x.t(), x => x.Permute(1, 0));
        yield return Row("unsqueeze", s_matrix, x => x.unsqueeze(1), x => x.Reshape(3, 1, 4));
        yield return Row("squeeze", s_matrix.Reshape(3, 1, 4), x => x.squeeze(1), x => x.Reshape(3, 4));
        yield return Row("squeeze all", s_matrix.Reshape(1, 3, 1, 4), x => x.squeeze(), x => x.Reshape(3, 4));
        yield return Row("flatten", s_cube, x => x.flatten(1), x => x.Reshape(2, 12));
        yield return Row("unflatten", s_matrix, x => x.unflatten(1, 2, 2), x => x.Reshape(3, 2, 2));
        yield return Row("narrow", s_cube, x => x.narrow(1, 1, 2), x => Nd.From([2, 2, 4], i => x[i[0], i[1] + 1, i[2]]));
        yield return Row("slice", s_cube, x => x.slice(2, 0, 4, 2), x => Nd.From([2, 3, 2], i => x[i[0], i[1], 2 * i[2]]));
        yield return Row("select", s_cube, x => x.select(1, -1), x => x.Slice(1, 2));
        yield return Row("expand", s_matrix.Reshape(3, 1, 4), x => x.expand(3, 2, -1), x => Nd.From([3, 2, 4], i => x[i[0], 0, i[2]]));
        yield return Row("broadcast_to", s_matrix, x => x.broadcast_to(2, 3, 4), x => Nd.From([2, 3, 4], i => x[i[1], i[2]]));
        yield return Row("repeat", s_matrix, x => x.repeat(2, 1), x => Nd.From([6, 4], i => x[i[0] % 3, i[1]]));
        yield return Row("repeat_interleave", s_matrix, x => x.repeat_interleave(2, 0), x => Nd.From([6, 4], i => x[i[0] / 2, i[1]]));
        yield return Row("roll", s_matrix, x => x.roll(1, 1), x => Nd.From([3, 4], i => x[i[0], (i[1] + 3) % 4]));
        yield return Row("roll several", s_matrix, x => x.roll([1, 2], [0, 1]), x => Nd.From([3, 4], i => x[(i[0] + 2) % 3, (i[1] + 2) % 4]));
        yield return Row("flip", s_matrix, x => x.flip(0, 1), x => Nd.From([3, 4], i => x[2 - i[0], 3 - i[1]]));
        yield return Row("split", s_matrix, x => x.split(3, 1)[1], x => Nd.From([3, 1], i => x[i[0], 3]));
        yield return Row("split sizes", s_matrix, x => x.split([1, 3], 1)[1], x => Nd.From([3, 3], i => x[i[0], i[1] + 1]));
        yield return Row("chunk", s_matrix, x => x.chunk(2, 1)[0], x => Nd.From([3, 2], i => x[i]));
        yield return Row("unbind", s_matrix, x => x.unbind(0)[2], x => x.Slice(0, 2));
        yield return Row("diagonal", s_matrix, x => x.diagonal(1), x => Nd.From([3], i => x[i[0], i[0] + 1]));
        yield return Row("diag", s_matrix, x => x.diag(), x => Nd.From([3], i => x[i[0], i[0]]));
        yield return Row("diag of vector", s_matrix.Slice(0, 0), x => x.diag(), x => Nd.From([4, 4], i => i[0] == i[1] ? x[i[0]] : 0));
        yield return Row("diag_embed", s_matrix, x => x.diag_embed(), x => Nd.From([3, 4, 4], i => i[1] == i[2] ? x[i[0], i[1]] : 0));
        yield return Row("tril", s_matrix, x => x.tril(), x => Nd.From([3, 4], i => i[1] <= i[0] ? x[i] : 0));
        yield return Row("triu", s_matrix, x => x.triu(1), x => Nd.From([3, 4], i => i[1] > i[0] ? x[i] : 0));
        yield return Row("trace", s_matrix, x => x.trace(), x => Nd.Scalar(x[0, 0] + x[1, 1] + x[2, 2]));
        yield return Row("unfold", s_matrix, x => x.unfold(1, 2, 1), x => Nd.From([3, 3, 2], i => x[i[0], i[1] + i[2]]));
        yield return Row("as_strided", s_matrix, x => x.as_strided([2, 2], [1, 4], 1), x => Nd.From([2, 2], i => x[i[1], i[0] + 1]));
        yield return Row("movedim", s_cube, x => x.movedim([0], [2]), x => x.Permute(1, 2, 0));
        yield return Row("contiguous", s_matrix, x => x.t().contiguous(), x => x.Permute(1, 0));
        yield return Row("clone", s_matrix, x => x.clone(), x => x);
    }

    private static IEnumerable<OperationCase> Joins()
    {
        var other = Numbers.Uniform(23, -2, 2, 2, 4);
        var same = Numbers.Uniform(24, -2, 2, 3, 4);
        yield return new("cat", [s_matrix, other], x => cat([x[0], x[1]]), x => Nd.From([5, 4], i => i[0] < 3 ? x[0][i] : x[1][i[0] - 3, i[1]]));
        yield return new("stack", [s_matrix, same], x => stack([x[0], x[1]], 1), x => Nd.From([3, 2, 4], i => x[i[1]][i[0], i[2]]));
        yield return new("vstack", [s_matrix, other], x => vstack([x[0], x[1]]), x => Nd.From([5, 4], i => i[0] < 3 ? x[0][i] : x[1][i[0] - 3, i[1]]));
        yield return new("hstack", [s_matrix, same], x => hstack([x[0], x[1]]), x => Nd.From([3, 8], i => x[i[1] / 4][i[0], i[1] % 4]));
        yield return new("block_diag", [s_matrix, other], x => block_diag(x[0], x[1]),
            x => Nd.From([5, 8], i => i[0] < 3 && i[1] < 4 ? x[0][i] : i[0] >= 3 && i[1] >= 4 ? x[1][i[0] - 3, i[1] - 4] : 0));
        yield return new("meshgrid", [s_matrix.Slice(0, 0), s_matrix.Slice(1, 0)], x => meshgrid([x[0], x[1]])[1], x => Nd.From([4, 3], i => x[1][i[1]]));
        yield return new("broadcast_tensors", [s_matrix.Slice(0, 0), s_matrix], x => broadcast_tensors(x[0], x[1])[0], x => Nd.From([3, 4], i => x[0][i[1]]));
    }

    private static IEnumerable<OperationCase> Gathers()
    {
        var columns = Nd.From([3, 2], i => (i[0] + (2 * i[1])) % 4);
        var rows = Nd.Vector(2, 0, 2);
        var source = Numbers.Uniform(25, -2, 2, 3, 2);
        var mask = Nd.From([3, 4], i => (i[0] * i[1]) % 2);
        OperationCase Row(string name, Nd[] inputs, Func<Tensor[], Tensor> run, Func<Nd[], Nd> reference) => new(name, inputs, run, reference) { Constants = 1 };

        yield return Row("gather", [s_matrix, columns], x => x[0].gather(1, x[1]), x => Nd.From([3, 2], i => x[0][i[0], (long)x[1][i]]));
        yield return Row("scatter", [s_matrix, source, columns], x => x[0].scatter(1, x[2], x[1]), x => Scatter(x, (_, b) => b));
        yield return Row("scatter_add", [s_matrix, source, columns], x => x[0].scatter_add(1, x[2], x[1]), x => Scatter(x, (a, b) => a + b));
        yield return Row("index_select", [s_matrix, rows], x => x[0].index_select(0, x[1]), x => Nd.From([3, 4], i => x[0][(long)x[1][i[0]], i[1]]));
        yield return Row("index_add", [s_matrix, Numbers.Uniform(26, -1, 1, 3, 4), rows], x => x[0].index_add(0, x[2], x[1], 0.5), x => IndexAdd(x, 0.5));
        yield return Row("index_copy", [s_matrix, Numbers.Uniform(27, -1, 1, 2, 4), Nd.Vector(2, 0)], x => x[0].index_copy(0, x[2], x[1]),
            x => Nd.From([3, 4], i => i[0] == 2 ? x[1][0, i[1]] : i[0] == 0 ? x[1][1, i[1]] : x[0][i]));
        yield return Row("index_fill", [s_matrix, Nd.Vector(1)], x => x[0].index_fill(0, x[1], 7), x => Nd.From([3, 4], i => i[0] == 1 ? 7 : x[0][i]));
        yield return Row("take", [s_matrix, rows], x => x[0].take(x[1]), x => x[1].Map(at => x[0].Data[(long)at]));
        yield return Row("take_along_dim", [s_matrix, columns], x => x[0].take_along_dim(x[1], 1), x => Nd.From([3, 2], i => x[0][i[0], (long)x[1][i]]));
        yield return new("masked_fill", [s_matrix, mask], x => x[0].masked_fill(x[1], -3), x => x[0].Zip(x[1], (a, m) => m != 0 ? -3 : a)) { Constants = 1, ConstantType = ScalarType.Bool };
        yield return new("masked_select", [s_matrix, mask], x => x[0].masked_select(x[1]),
            x => Nd.Vector([.. x[0].Data.Where((_, i) => x[1].Data[i] != 0)])) { Constants = 1, ConstantType = ScalarType.Bool };
        yield return new("nonzero", [mask], x => x[0].nonzero(), x => Positions(x[0])) { Differentiable = false };
    }

    private static Nd Scatter(Nd[] x, Func<double, double, double> combine)
    {
        var result = new Nd(x[0].Shape, (double[])x[0].Data.Clone());
        foreach (var i in Nd.Indices(x[1].Shape)) result[i[0], (long)x[2][i]] = combine(result[i[0], (long)x[2][i]], x[1][i]);
        return result;
    }

    private static Nd IndexAdd(Nd[] x, double alpha)
    {
        var result = new Nd(x[0].Shape, (double[])x[0].Data.Clone());
        foreach (var i in Nd.Indices(x[1].Shape)) result[(long)x[2][i[0]], i[1]] += alpha * x[1][i];
        return result;
    }

    private static Nd Positions(Nd mask)
    {
        var found = Nd.Indices(mask.Shape).Where(i => mask[i] != 0).ToArray();
        return Nd.From([found.Length, mask.Rank], i => found[i[0]][i[1]]);
    }
}
