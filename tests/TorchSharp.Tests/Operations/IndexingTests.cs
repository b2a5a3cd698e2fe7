using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>Index expressions against plain loops, for reading and for writing.</summary>
public sealed class IndexingTests
{
    private static readonly Nd s_cube = Numbers.Uniform(51, -1, 1, 3, 4, 5);

    [Fact]
    public void Positions_SelectAndRemoveDimensions()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        Check(s_cube.Slice(0, 1), x[1]);
        Check(s_cube.Slice(0, 2).Slice(0, 3), x[2, 3]);
        Check(Nd.Scalar(s_cube[1, 2, 3]), x[1, 2, 3]);
        Check(s_cube.Slice(0, 2), x[-1]);
        Check(s_cube.Slice(0, 2), x[^1]);
    }

    [Fact]
    public void Ranges_KeepDimensions()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        Check(Nd.From([2, 4, 5], i => s_cube[i[0] + 1, i[1], i[2]]), x[1..]);
        Check(Nd.From([2, 4, 5], i => s_cube[i[0], i[1], i[2]]), x[..^1]);
        Check(Nd.From([3, 2, 5], i => s_cube[i[0], i[1] + 2, i[2]]), x[.., ^2..]);
        Check(Nd.From([3, 4, 3], i => s_cube[i[0], i[1], 2 * i[2]]), x[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)]);
        Check(Nd.From([3, 2, 5], i => s_cube[i[0], 1 + i[1], i[2]]), x[TensorIndex.Colon, TensorIndex.Slice(1, -1)]);
    }

    [Fact]
    public void Mixtures_FollowPython()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        Check(Nd.From([1, 4], i => s_cube[1, i[1], 4]), x[1, TensorIndex.None, TensorIndex.Ellipsis, -1]);
        Check(Nd.From([3, 1, 5], i => s_cube[i[0], 2, i[2]]), x[TensorIndex.Colon, TensorIndex.Single(2), TensorIndex.None]);
        Check(Nd.From([1, 3, 4, 5], i => s_cube[i[1], i[2], i[3]]), x[TensorIndex.Bool(true)]);
    }

    [Fact]
    public void Tensors_Gather()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        var rows = tensor(new long[] { 2, 0 });
        var columns = tensor(new long[] { 1, 3 });
        Check(Nd.From([2, 4, 5], i => s_cube[i[0] == 0 ? 2 : 0, i[1], i[2]]), x[rows]);
        Check(Nd.From([2, 5], i => s_cube[i[0] == 0 ? 2 : 0, i[0] == 0 ? 1 : 3, i[1]]), x[rows, columns]);
        Check(Nd.From([3, 2, 5], i => s_cube[i[0], i[1] == 0 ? 1 : 3, i[2]]), x[TensorIndex.Colon, TensorIndex.Tensor(columns)]);
        Check(Nd.From([3, 4, 2], i => s_cube[i[0], i[1], i[2] == 0 ? 2 : 0]), x[TensorIndex.Ellipsis, TensorIndex.Tensor(rows)]);
    }

    [Fact]
    public void Masks_SelectAcrossDimensions()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        Check(Nd.Vector([.. s_cube.Data.Where(v => v > 0)]), x[x > 0]);
        var mask = x[TensorIndex.Ellipsis, 0] > 0;
        var chosen = Nd.Indices([3, 4]).Where(i => s_cube[i[0], i[1], 0] > 0).ToArray();
        Check(Nd.From([chosen.Length, 5], i => s_cube[chosen[i[0]][0], chosen[i[0]][1], i[1]]), x[mask]);
        Check(Nd.From([chosen.Length, 2], i => s_cube[chosen[i[0]][0], chosen[i[0]][1], i[1] + 1]), x[TensorIndex.Tensor(mask), TensorIndex.Slice(1, 3)]);
    }

    [Fact]
    public void Setting_WritesThroughViewsAndTensors()
    {
        using var scope = NewDisposeScope();
        var x = s_cube.ToTensor();
        x[1] = zeros(4, 5, ScalarType.Float64);
        x[.., 2] = tensor(7.0);
        x[0, 0, 0] = tensor(-1.0);
        x[TensorIndex.Tensor(tensor(new long[] { 2 })), TensorIndex.Single(0)] = ones(1, 5, ScalarType.Float64);
        x[x > 0.9] = tensor(5.0);
        Check(Nd.From(s_cube.Shape, i =>
        {
            var value = i[0] == 0 && i[1] == 0 && i[2] == 0 ? -1 : i[0] == 2 && i[1] == 0 ? 1 : i[1] == 2 ? 7 : i[0] == 1 ? 0 : s_cube[i];
            return value > 0.9 ? 5 : value;
        }), x);
    }

    [Fact]
    public void IndexPut_WithAccumulate_AddsRepeatedPositions()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, ScalarType.Float64);
        Assert.Same(x, x.index_put_(tensor(new double[] { 1, 2, 4 }), [TensorIndex.Tensor(tensor(new long[] { 0, 2, 0 }))], true));
        Check(Nd.Vector(5, 0, 2), x);
        x.index_put_(9, TensorIndex.Slice(1, 2));
        Check(Nd.Vector(5, 9, 2), x);
    }

    [Fact]
    public void Views_ShareMemory()
    {
        using var x = zeros(3, 3);
        using (var row = x[1]) row.fill_(2);
        Assert.Equal(6, x.sum().ToDouble());
    }

    [Fact]
    public void Gradient_FlowsThroughIndexing()
    {
        using var x = ones(3, requires_grad: true);
        x[1..].sum().backward();
        Assert.Equal([0f, 1f, 1f], x.grad!.data<float>().ToArray());
    }

    private static void Check(Nd expected, Tensor actual) => Compare.Equal(expected, actual, ScalarType.Float64, "index");
}
