using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class TypeTests
{
    public static TheoryData<DataViewType, string, Type> Types => new()
    {
        { NumberDataViewType.Single, "Single", typeof(float) },
        { NumberDataViewType.UInt64, "UInt64", typeof(ulong) },
        { TextDataViewType.Instance, "String", typeof(ReadOnlyMemory<char>) },
        { BooleanDataViewType.Instance, "Boolean", typeof(bool) },
        { DateTimeDataViewType.Instance, "DateTime", typeof(DateTime) },
        { DateTimeOffsetDataViewType.Instance, "DateTimeOffset", typeof(DateTimeOffset) },
        { TimeSpanDataViewType.Instance, "TimeSpan", typeof(TimeSpan) },
        { RowIdDataViewType.Instance, "DataViewRowId", typeof(DataViewRowId) },
        { new KeyDataViewType(typeof(uint), 10), "Key<UInt32, 0-9>", typeof(uint) },
        { new VectorDataViewType(NumberDataViewType.Single, 10), "Vector<Single, 10>", typeof(VBuffer<float>) },
        { new VectorDataViewType(NumberDataViewType.Int32), "Vector<Int32>", typeof(VBuffer<int>) },
        { new VectorDataViewType(NumberDataViewType.Single, 2, 0), "Vector<Single, 2, *>", typeof(VBuffer<float>) },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_HasItsNameAndRawType_AndEqualsItself(DataViewType type, string name, Type rawType)
    {
        Assert.Equal(name, type.ToString());
        Assert.Equal(rawType, type.RawType);
        Assert.True(type.Equals(type));
        Assert.False(type.Equals((DataViewType)null!));
    }

    [Fact]
    public void KeysAndVectors_AreEqualByValue()
    {
        Assert.Equal(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 10UL));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(uint), 11));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 10), new KeyDataViewType(typeof(ulong), 10));
        Assert.NotEqual<DataViewType>(new KeyDataViewType(typeof(uint), 10), NumberDataViewType.UInt32);
        var vector = new VectorDataViewType(NumberDataViewType.Single, 2, 3);
        Assert.Equal(vector, new VectorDataViewType(NumberDataViewType.Single, ImmutableArray.Create(2, 3)));
        Assert.Equal(vector.GetHashCode(), new VectorDataViewType(NumberDataViewType.Single, 2, 3).GetHashCode());
        Assert.NotEqual(vector, new VectorDataViewType(NumberDataViewType.Single, 6));
        Assert.Equal(6, vector.Size);
        Assert.True(vector.IsKnownSize);
        Assert.False(new VectorDataViewType(NumberDataViewType.Single, 2, 0).IsKnownSize);
    }

    [Fact]
    public void BadTypes_AreRefused()
    {
        Assert.StartsWith(
            "Type is not valid, it must be Byte, UInt16, UInt32, or UInt64, got Int32.", Refusal(() => new KeyDataViewType(typeof(int), 3)), StringComparison.Ordinal);
        Assert.StartsWith(
            "The cardinality of a KeyDataViewType must not exceed Byte.MaxValue and must be strictly positive, but got 256.",
            Refusal(() => new KeyDataViewType(typeof(byte), 256)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The cardinality of a KeyDataViewType must not exceed UInt32.MaxValue and must be strictly positive, but got 0.",
            Refusal(() => new KeyDataViewType(typeof(uint), -1)),
            StringComparison.Ordinal);
        Assert.StartsWith("A dimension must not be negative, got -1.", Refusal(() => new VectorDataViewType(NumberDataViewType.Single, -1)), StringComparison.Ordinal);
        Assert.StartsWith("A vector type needs at least one dimension.", Refusal(() => new VectorDataViewType(NumberDataViewType.Single, Array.Empty<int>())), StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() => new VectorDataViewType(NumberDataViewType.Single, 1 << 20, 1 << 20));
        Assert.StartsWith(
            "A PrimitiveDataViewType cannot have a disposable RawType, got Stream.", Assert.Throws<ArgumentException>(() => new StreamType()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowIds_AreOrderedAsNumbers_AndTheirChildrenDiffer()
    {
        var id = new DataViewRowId(5, 7);
        DataViewRowId[] family = [id, id.Next(), id.Fork(), id.Next().Next(), id.Combine(new DataViewRowId(1, 0)), id.Combine(new DataViewRowId(0, 1))];

        Assert.Equal(family.Length, family.Distinct().Count());
        Assert.Equal("00000000000000070000000000000005", id.ToString());
        Assert.True(new DataViewRowId(9, 1).CompareTo(new DataViewRowId(0, 2)) < 0);
        Assert.True(id.CompareTo(new DataViewRowId(5, 7)) == 0);
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(i => new DataViewRowId((ulong)i, 0).Fork()).Distinct().Count());
    }

    private static string Refusal(Func<object> action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;

    private sealed class StreamType() : PrimitiveDataViewType(typeof(Stream))
    {
        public override bool Equals(DataViewType? other) => ReferenceEquals(this, other);
    }
}
