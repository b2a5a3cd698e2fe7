using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void OfSeveralColumnsWithOneName_TheLastIsFound_AndTheOthersAreHidden()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single), ("B", TextDataViewType.Instance), ("A", NumberDataViewType.Int32));

        Assert.Equal(2, schema["A"].Index);
        Assert.True(schema[0].IsHidden);
        Assert.False(schema[1].IsHidden);
        Assert.False(schema[2].IsHidden);
        Assert.Equal(2, schema.GetColumnOrNull("A")!.Value.Index);
        Assert.Null(schema.GetColumnOrNull("C"));
        Assert.Equal("3 columns", schema.ToString());
    }

    [Fact]
    public void ColumnsThatAreNotThere_AreRefused()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single));

        Assert.StartsWith("Column 'C' not found", Assert.Throws<ArgumentOutOfRangeException>(() => schema["C"]).Message, StringComparison.Ordinal);
        Assert.StartsWith("Column index 1 is outside 0 to 0.", Assert.Throws<ArgumentOutOfRangeException>(() => schema[1]).Message, StringComparison.Ordinal);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => schema[""]).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => schema.GetColumnOrNull(null)).ParamName);
    }

    [Fact]
    public void Builder_TakesColumnsOfSchemas_WithTheirAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("ScoreColumnKind", TextDataViewType.Instance, "Attribution".AsMemory());
        var first = new DataViewSchema.Builder();
        first.AddColumn("Score", new VectorDataViewType(NumberDataViewType.Single, 4), annotations.ToAnnotations());
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(first.ToSchema());
        builder.AddColumns([new DataViewSchema.DetachedColumn("Id", NumberDataViewType.Int32)]);
        DataViewSchema schema = builder.ToSchema();

        Assert.Equal(["Score: Vector<Single, 4> {ScoreColumnKind}", "Id: Int32"], schema.Select(column => column.ToString()));
        ReadOnlyMemory<char> kind = default;
        schema["Score"].Annotations.GetValue("ScoreColumnKind", ref kind);
        Assert.Equal("Attribution", kind.ToString());
        Assert.Equal("Score", new DataViewSchema.DetachedColumn(schema[0]).Name);
        Assert.Same(DataViewSchema.Annotations.Empty, schema["Id"].Annotations);
    }

    [Fact]
    public void Annotations_CopyWhatIsSelected_AndReuseTheCallersBuffer()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, 2);
            editor.Values[0] = "q0".AsMemory();
            editor.Values[1] = "q1".AsMemory();
            value = editor.Commit();
        });
        builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var copy = new DataViewSchema.Annotations.Builder();
        copy.Add(builder.ToAnnotations(), name => name == "SlotNames");
        DataViewSchema.Annotations annotations = copy.ToAnnotations();

        Assert.Equal("SlotNames", annotations.ToString());
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetValue("SlotNames", ref names);
        Assert.Equal(["q0", "q1"], names.DenseValues().Select(name => name.ToString()));
        VBufferEditor<ReadOnlyMemory<char>> again = VBufferEditor.Create(ref names, 2);
        Assert.False(again.CreatedNewValues);
    }

    [Fact]
    public void Annotations_RefuseWrongKindsAndTypes()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Rank", NumberDataViewType.Int32, 3);
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        float value = 0;

        Assert.Equal(
            "There is no annotation 'Order'. Annotations: Rank.", Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Order", ref value)).Message);
        Assert.Equal(
            "Invalid TValue in GetGetter: column 'Rank' of type Int32 holds Int32, got Single",
            Assert.Throws<InvalidOperationException>(() => annotations.GetValue("Rank", ref value)).Message);
        Assert.StartsWith(
            "Annotation 'Rank' of type Int32 needs a ValueGetter<Int32>, got ValueGetter<Single>.",
            Assert.Throws<ArgumentException>(() => builder.Add("Rank", NumberDataViewType.Int32, (ref float destination) => destination = 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void KeyValues_AreFoundOfTheirType()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(2, ["cat".AsMemory(), "dog".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Label", new KeyDataViewType(typeof(uint), 2), annotations.ToAnnotations());
        DataViewSchema.Column label = builder.ToSchema()[0];

        Assert.True(label.HasKeyValues());
        Assert.False(label.HasKeyValues(NumberDataViewType.Single));
        Assert.False(label.HasSlotNames());
        VBuffer<ReadOnlyMemory<char>> values = default;
        label.GetKeyValues(ref values);
        Assert.Equal("dog", values.GetItemOrDefault(1).ToString());
    }

    [Fact]
    public void SchemaShape_OfASchema_HasKindsWithoutSizes_AndNoHiddenColumns()
    {
        DataViewSchema schema = Schema(
            ("A", NumberDataViewType.Single),
            ("A", new VectorDataViewType(NumberDataViewType.Single, 784)),
            ("Key", new KeyDataViewType(typeof(uint), 10)),
            ("Tokens", new VectorDataViewType(NumberDataViewType.Int32)),
            ("Keys", new VectorDataViewType(new KeyDataViewType(typeof(byte), 3), 5)));
        SchemaShape shape = SchemaShape.Create(schema);

        Assert.Equal(["A: Vector<Single>", "Key: Key<UInt32>", "Tokens: VarVector<Int32>", "Keys: Vector<Key<Byte>>"], shape.Select(column => $"{column.Name}: {column.GetTypeString()}"));
        Assert.Equal(4, shape.Count);
        Assert.True(shape[1].IsKey);
        Assert.Equal(NumberDataViewType.UInt32, shape[1].ItemType);
    }

    [Fact]
    public void SchemaShapeColumn_IsBuiltFromOutside_AsWithThePackage()
    {
        SchemaShape.Column slotNames = New("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false, null);
        SchemaShape.Column column = New("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([slotNames]));

        Assert.Equal("Score", column.Name);
        Assert.Equal("SlotNames", column.Annotations.Single().Name);
        Assert.Empty(slotNames.Annotations);
        Assert.True(column.IsCompatibleWith(column));
        Assert.False(column.IsCompatibleWith(New("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, null)));
        Assert.StartsWith(
            "Item type cannot be a vector",
            Assert.Throws<ArgumentOutOfRangeException>(() => New("S", 0, new VectorDataViewType(NumberDataViewType.Single), false, null)).Message,
            StringComparison.Ordinal);

        [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
        static extern SchemaShape.Column New(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);
    }

    private static DataViewSchema Schema(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }
}
