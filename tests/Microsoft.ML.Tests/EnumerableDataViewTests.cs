using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class EnumerableDataViewTests
{
    private readonly MLContext _context = new(1);

    [Fact]
    public void Schema_TakesFieldsFirstThenProperties_WithTypesOfAttributes()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Members() });

        Assert.Equal(
            ["Field: Int64", "Pixels: Vector<Single, 2, 2>", "Tokens: Vector<Int32>", "Renamed: String", "Key: Key<Byte, 0-254>", "Weights: Vector<Double>", "Flag: Boolean", "Words: Vector<String>"],
            view.Schema.Select(column => column.ToString()));
    }

    [Fact]
    public void Values_OfAllMemberKinds_AreRead()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Members() });

        Assert.Equal([7L], view.GetColumn<long>("Field"));
        Assert.Equal([1f, 2, 3, 4], view.GetColumn<float[]>("Pixels").Single());
        Assert.Equal([5, 6], view.GetColumn<int[]>("Tokens").Single());
        Assert.Equal(["text"], view.GetColumn<string>("Renamed"));
        Assert.Equal([(byte)3], view.GetColumn<byte>("Key"));
        Assert.Equal([0, 2.5, 0], view.GetColumn<double[]>("Weights").Single());
        Assert.Equal([true], view.GetColumn<bool>("Flag"));
        Assert.Equal(["a", "b"], view.GetColumn<string[]>("Words").Single());
    }

    [Fact]
    public void LoadFromEnumerable_IsLazy_AndEnumeratesAnewForEveryCursor()
    {
        int enumerations = 0;
        IEnumerable<Rows.Example> Source()
        {
            enumerations++;
            foreach (Rows.Example row in Rows.Make(5))
                yield return row;
        }

        IDataView view = _context.Data.LoadFromEnumerable(Source());
        using (view.GetRowCursor(view.Schema))
            Assert.Equal(0, enumerations);

        Assert.Equal(Rows.Ids(view), Rows.Ids(view));
        Assert.Equal(2, enumerations);
        Assert.Null(view.GetRowCount());
    }

    [Fact]
    public void GetRowCount_OfACollection_IsItsCount()
    {
        Assert.Equal(4, Rows.View(4).GetRowCount());
        Assert.False(Rows.View(4).CanShuffle);
    }

    [Fact]
    public void DenseVectorGetter_ReusesTheCallersBuffer_AndAllocatesNothingPerRow()
    {
        var rows = Enumerable.Range(0, 64).Select(i => new Image { Pixels = [.. Enumerable.Repeat((float)i, 784)] }).ToArray();
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Pixels"]);
        VBuffer<float> buffer = default;
        Assert.True(cursor.MoveNext());
        getter(ref buffer);
        ref readonly float first = ref buffer.GetValues()[0];

        long before = GC.GetAllocatedBytesForCurrentThread();
        float sum = 0;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            sum += buffer.GetValues()[783];
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(63 * 64 / 2, sum);
        Assert.Equal(0, allocated);
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in first, in buffer.GetValues()[0]));
    }

    [Fact]
    public void ChangingTheBuffer_DoesNotChangeTheRow()
    {
        Rows.Example[] rows = Rows.Make(1);
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        VBuffer<float> buffer = default;
        cursor.MoveNext();
        cursor.GetGetter<VBuffer<float>>(view.Schema["Features"])(ref buffer);
        VBufferEditor.CreateFromBuffer(ref buffer).Values.Fill(-1);

        Assert.Equal([0f, 0, 0], rows[0].Features);
    }

    [Fact]
    public void VectorOfAnotherLengthThanItsColumn_IsRefused()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Rows.Example { Features = [1, 2] } });

        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<float[]>("Features").ToArray());
        Assert.Equal("Schema mismatch for input column 'Features': expected Vector<Single, 3>, got a row with 2 values", error.Message);
    }

    [Fact]
    public void NullRow_IsRefused_WithItsNumber()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Rows.Example { Features = [1, 2, 3] }, null! });

        var error = Assert.Throws<InvalidOperationException>(() => Rows.Ids(view));
        Assert.Equal("Row 1 is null: every row must be a Example.", error.Message);
    }

    [Fact]
    public void DuplicateColumnName_IsRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable(new[] { new Twice() }));
        Assert.StartsWith("Duplicate column name 'A' detected, this is disallowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemberThatNoColumnCanHold_IsRefused_WithTheWayOut()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable(new[] { new Unsuited() }));
        Assert.StartsWith(
            "Could not determine an IDataView type for member Child of type List<Int32>. Mark it with [NoColumn]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(KeyOfInt), "Member Value marked with KeyType attribute, but does not appear to be a valid kind of data for a key type, got Int32")]
    [InlineData(typeof(VectorOfScalar), "Member Value marked with VectorType attribute, but does not appear to be a vector type, got Single")]
    public void AttributeThatDoesNotSuitItsMember_IsRefused(Type rowType, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(rowType));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SchemaDefinition_RenamesRetypesAndAnnotates()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Image));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        definition["Pixels"].AddAnnotation("SlotNames", new[] { "left", "right" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["Pixels"].ColumnName = "Input";
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Image { Pixels = [1, 2] } }, definition);

        Assert.Equal("Input: Vector<Single, 2> {SlotNames}", view.Schema[0].ToString());
        Assert.True(view.Schema[0].HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[0].GetSlotNames(ref names);
        Assert.Equal(["left", "right"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal([1f, 2], view.GetColumn<float[]>("Input").Single());
    }

    [Fact]
    public void SchemaDefinition_OfAnotherType_IsRefusedWithTheTemplate()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Image));
        definition["Pixels"].ColumnType = NumberDataViewType.Single;

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable(new[] { new Image() }, definition));
        Assert.StartsWith(
            "Schema mismatch for input column 'Pixels': expected Single, got member 'Pixels' of type Single[]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFromEnumerable_WithSchema_TakesItsTypesAndAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Pixels", new VectorDataViewType(NumberDataViewType.Single, 4), annotations.ToAnnotations());
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Image { Pixels = [1, 2, 3, 4] } }, builder.ToSchema());

        Assert.Equal("Pixels: Vector<Single, 4> {IsNormalized}", view.Schema[0].ToString());
        Assert.True(view.Schema[0].IsNormalized());
    }

    [Fact]
    public void LoadFromEnumerable_WithSchemaOfAMemberThatIsMissing_IsRefused()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Image", NumberDataViewType.Single);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable(new[] { new Image() }, builder.ToSchema()));
        Assert.StartsWith(
            "Could not find input column 'Image': Image has no such field or property. Members: Pixels.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateEnumerable_ReturnsTheRows_AsOftenAsAsked()
    {
        Rows.Example[] rows = Rows.Make(20);
        IEnumerable<Rows.Example> read = _context.Data.CreateEnumerable<Rows.Example>(_context.Data.LoadFromEnumerable(rows), reuseRowObject: false);

        for (int pass = 0; pass < 2; pass++)
        {
            Rows.Example[] result = [.. read];
            Assert.Equal(rows.Select(row => row.Id), result.Select(row => row.Id));
            Assert.Equal(rows.Select(row => row.Label), result.Select(row => row.Label));
            Assert.Equal(rows.Select(row => row.Name), result.Select(row => row.Name));
            Assert.Equal(rows.SelectMany(row => row.Features), result.SelectMany(row => row.Features));
            Assert.Equal(20, result.Distinct().Count());
        }
    }

    [Fact]
    public void CreateEnumerable_ReusingTheRowObject_DeliversOneObject()
    {
        IEnumerable<Rows.Example> read = _context.Data.CreateEnumerable<Rows.Example>(Rows.View(5), reuseRowObject: true);

        Assert.Single(read.Distinct());
        Assert.Equal([0, 1, 2, 3, 4], read.Select(row => row.Id));
    }

    [Fact]
    public void CreateEnumerable_OfAMissingColumn_IsRefused_OrIgnoredIfAsked()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new Image { Pixels = [9] } });

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.CreateEnumerable<ImageAndLabel>(view, false));
        Assert.StartsWith("Could not find output column 'Label'. Columns: Pixels.", error.Message, StringComparison.Ordinal);
        ImageAndLabel row = _context.Data.CreateEnumerable<ImageAndLabel>(view, false, ignoreMissingColumns: true).Single();
        Assert.Equal([9f], row.Pixels);
        Assert.Equal(-1, row.Label);
    }

    [Fact]
    public void CreateEnumerable_OfAnotherType_IsRefusedWithTheTemplate()
    {
        IDataView view = _context.Data.LoadFromEnumerable(new[] { new TextLabel() });

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.CreateEnumerable<ImageAndLabel>(view, false, true));
        Assert.StartsWith("Schema mismatch for output column 'Label': expected Int32, got String", error.Message, StringComparison.Ordinal);
    }

    private sealed class Image
    {
        public float[] Pixels { get; set; } = [];
    }

    private sealed class ImageAndLabel
    {
        public float[] Pixels { get; set; } = [];

        public int Label { get; set; } = -1;
    }

    private sealed class TextLabel
    {
        public string Label { get; set; } = "one";
    }

    private sealed class Unsuited
    {
        public List<int> Child { get; set; } = [];
    }

    private sealed class Twice
    {
        public int A { get; set; }

        [ColumnName("A")]
        public int B { get; set; }
    }

    private sealed class KeyOfInt
    {
        [KeyType]
        public int Value { get; set; }
    }

    private sealed class VectorOfScalar
    {
        [VectorType(3)]
        public float Value { get; set; }
    }

    private sealed class Members
    {
        public long Field = 7;

        [VectorType(2, 2)]
        public float[] Pixels { get; } = [1, 2, 3, 4];

        public int[] Tokens { get; } = [5, 6];

        [ColumnName("Renamed")]
        public string Text { get; } = "text";

        [KeyType]
        public byte Key { get; } = 3;

        public VBuffer<double> Weights { get; } = new(3, 1, [2.5], [1]);

        public bool Flag { get; } = true;

        public string[] Words { get; } = ["a", "b"];

        [NoColumn]
        public object Hidden { get; } = new();

        public int WriteOnly
        {
            set => Field = value;
        }
    }
}
