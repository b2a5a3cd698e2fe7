using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class VBufferTests
{
    private static VBuffer<float> Dense => new(4, [1, 2, 3, 4]);

    private static VBuffer<float> Sparse => new(6, 2, [5, 7], [1, 4]);

    [Fact]
    public void SparseAndDense_ShowTheSameItemsInTheirOwnWays()
    {
        Assert.True(Dense.IsDense);
        Assert.True(Dense.GetIndices().IsEmpty);
        Assert.Equal([5f, 7], Sparse.GetValues().ToArray());
        Assert.Equal([1, 4], Sparse.GetIndices().ToArray());
        Assert.Equal([0f, 5, 0, 0, 7, 0], Sparse.DenseValues());
        Assert.Equal([0f, 5, 0, 0, 7, 0], Sparse.Cast<float>());
        Assert.Equal([KeyValuePair.Create(1, 5f), KeyValuePair.Create(4, 7f)], Sparse.Items());
        Assert.Equal(6, Sparse.Items(all: true).Count());
        Assert.Equal(7, Sparse.GetItemOrDefault(4));
        Assert.Equal(0, Sparse.GetItemOrDefault(5));
        float item = -1;
        Dense.GetItemOrDefault(2, ref item);
        Assert.Equal(3, item);
        Assert.Equal("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
        Assert.Equal(0, default(VBuffer<float>).Length);
        Assert.True(default(VBuffer<float>).IsDense);
        Assert.Empty(default(VBuffer<float>).DenseValues());
    }

    [Fact]
    public void CopyTo_KeepsDensityAndReusesArrays()
    {
        VBuffer<float> target = new(8, new float[8], new int[8]);
        Sparse.CopyTo(ref target);
        Assert.False(target.IsDense);
        Assert.Equal(Sparse.DenseValues(), target.DenseValues());
        VBufferEditor<float> editor = VBufferEditor.Create(ref target, 8, 3);
        Assert.False(editor.CreatedNewValues || editor.CreatedNewIndices);

        Sparse.CopyToDense(ref target);
        Assert.True(target.IsDense);
        Assert.Equal(Sparse.DenseValues(), target.DenseValues());

        var source = Sparse;
        source.CopyTo(ref source);
        Assert.Equal(Sparse.DenseValues(), source.DenseValues());
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(6, 0)]
    public void CopyTo_OfARange_IsTheRangeOfTheItems(int start, int length)
    {
        VBuffer<float> fromSparse = default;
        Sparse.CopyTo(ref fromSparse, start, length);
        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);
        VBuffer<float> fromDense = default;
        dense.CopyTo(ref fromDense, start, length);

        Assert.Equal(Sparse.DenseValues().Skip(start).Take(length), fromSparse.DenseValues());
        Assert.Equal(Sparse.DenseValues().Skip(start).Take(length), fromDense.DenseValues());
    }

    [Fact]
    public void CopyTo_OfASpan_FillsTheDefault()
    {
        float[] target = [9, 9, 9, 9, 9, 9, 9, 9];
        Sparse.CopyTo(target, 1, -1);
        Assert.Equal([9f, -1, 5, -1, -1, 7, -1, 9], target);
        Assert.StartsWith(
            "Not large enough: 6 items from index 3 on, but only 8 places.", Refusal(() => Sparse.CopyTo(target, 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_OfAnArray_ReusesTheBuffer()
    {
        float[] array = [1, 2, 3, 4, 5];
        VBuffer<float> target = new(3, new float[3]);
        ref readonly float before = ref target.GetValues()[0];
        VBuffer<float>.Copy(array, 1, ref target, 3);

        Assert.Equal([2f, 3, 4], target.DenseValues());
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in before, in target.GetValues()[0]));
        Assert.StartsWith("There are 1 items from index 4 on, got length 2.", Refusal(() => VBuffer<float>.Copy(array, 4, ref target, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void Editor_GrowsKeepsAndTruncates()
    {
        VBuffer<float> buffer = new(2, [1, 2]);
        VBufferEditor<float> grown = VBufferEditor.Create(ref buffer, 4, keepOldOnResize: true);
        Assert.True(grown.CreatedNewValues);
        grown.Values[2] = 3;
        grown.Values[3] = 4;
        buffer = grown.Commit();
        Assert.Equal([1f, 2, 3, 4], buffer.DenseValues());

        VBufferEditor<float> sparse = VBufferEditor.Create(ref buffer, 100, 10);
        Assert.True(sparse.CreatedNewIndices);
        sparse.Values[0] = 8;
        sparse.Indices[0] = 42;
        buffer = sparse.CommitTruncated(1);
        Assert.Equal(8, buffer.GetItemOrDefault(42));
        Assert.Equal(8, buffer.DenseValues().Sum());

        VBufferEditor<float> same = VBufferEditor.CreateFromBuffer(ref buffer);
        same.Values[0] = 9;
        Assert.Equal(9, same.Commit().GetItemOrDefault(42));

        VBufferEditor<float> withIndices = VBufferEditor.Create(ref buffer, 3, requireIndicesOnDense: true);
        Assert.Equal(3, withIndices.Indices.Length);
        Assert.True(withIndices.Commit().IsDense);
    }

    [Fact]
    public void Editor_RespectsTheCapacity()
    {
        VBuffer<float> buffer = new(8, new float[8]);
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 100, 9, maxValuesCapacity: 10);
        buffer = editor.Commit();
        VBufferEditor<float> next = VBufferEditor.Create(ref buffer, 100, 10, maxValuesCapacity: 10);

        Assert.False(next.CreatedNewValues);
    }

    [Fact]
    public void BadVectors_AreRefused()
    {
        Assert.StartsWith("The length of a vector must not be negative, got -1.", Refusal(() => new VBuffer<float>(-1, [])), StringComparison.Ordinal);
        Assert.StartsWith("4 values are announced, the array has 1.", Refusal(() => new VBuffer<float>(4, [1])), StringComparison.Ordinal);
        Assert.StartsWith("A vector of length 2 cannot have 3 explicit values.", Refusal(() => new VBuffer<float>(2, 3, [1, 2, 3], [0, 1, 2])), StringComparison.Ordinal);
        Assert.StartsWith("2 values are announced, the array has 1 indices.", Refusal(() => new VBuffer<float>(3, 2, [1, 2], [0])), StringComparison.Ordinal);
        Assert.StartsWith("Index 4 is outside the vector of length 4.", Refusal(() => Dense.GetItemOrDefault(4)), StringComparison.Ordinal);
        Assert.StartsWith("The editor was opened for 2 explicit values, got 3.", Refusal(() =>
        {
            VBuffer<float> buffer = default;
            VBufferEditor.Create(ref buffer, 2).CommitTruncated(3);
        }), StringComparison.Ordinal);
    }

    private static string Refusal(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;
}
