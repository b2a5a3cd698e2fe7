using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

/// <summary>The rules of cursors, over every kind of view that the assembly makes.</summary>
public sealed class CursorTests
{
    private static readonly MLContext s_context = new(1);

    public static TheoryData<string> Views => [.. s_views.Keys];

    private static readonly Dictionary<string, Func<IDataView>> s_views = new()
    {
        ["enumerable"] = () => Rows.View(12),
        ["take"] = () => s_context.Data.TakeRows(Rows.View(40), 12),
        ["skip"] = () => s_context.Data.SkipRows(Rows.View(40), 28),
        ["filter"] = () => s_context.Data.FilterRowsByColumn(Rows.View(40), "Id", 4, 16),
        ["missing"] = () => s_context.Data.FilterRowsByMissingValues(Rows.View(12), "Features"),
        ["shuffle"] = () => s_context.Data.ShuffleRows(Rows.View(12), seed: 3, shufflePoolSize: 4),
        ["cache"] = () => s_context.Data.Cache(Rows.View(12)),
        ["train"] = () => s_context.Data.TrainTestSplit(Rows.View(12), 0.5, seed: 2).TrainSet,
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Position_IsMinusOneBeforeTheFirstRow_CountsRows_AndIsMinusOneAfterTheLast(string name)
    {
        IDataView view = s_views[name]();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        Assert.Equal(-1, cursor.Position);
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
            Assert.Equal(rows, cursor.Position);
        Assert.True(rows > 0);
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Schema_IsTheSameObject_InViewAndCursor(string name)
    {
        IDataView view = s_views[name]();
        using DataViewRowCursor cursor = view.GetRowCursor([]);

        Assert.Same(view.Schema, cursor.Schema);
        Assert.Same(view.Schema, view.Schema);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Getter_OfAnInactiveColumn_IsRefused(string name)
    {
        IDataView view = s_views[name]();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"]]);

        Assert.True(cursor.IsColumnActive(view.Schema["Id"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Features"]));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]));
        Assert.StartsWith("Column 'Features' is not active in this cursor: name it in columnsNeeded of GetRowCursor.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Getter_OfAnotherType_IsRefused(string name)
    {
        IDataView view = s_views[name]();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        var error = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Features"]));
        Assert.Equal("Invalid TValue in GetGetter: column 'Features' of type Vector<Single, 3> holds VBuffer<Single>, got Single", error.Message);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Value_BeforeTheFirstAndAfterTheLastRow_IsRefused(string name)
    {
        IDataView view = s_views[name]();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Id"]);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        int value = 0;
        DataViewRowId id = default;

        Assert.Equal(Throw.NoCurrentRow, Assert.Throws<InvalidOperationException>(() => getter(ref value)).Message);
        Assert.Equal(Throw.NoCurrentRow, Assert.Throws<InvalidOperationException>(() => idGetter(ref id)).Message);
        while (cursor.MoveNext())
            getter(ref value);
        Assert.Equal(Throw.NoCurrentRow, Assert.Throws<InvalidOperationException>(() => getter(ref value)).Message);
        Assert.Equal(Throw.NoCurrentRow, Assert.Throws<InvalidOperationException>(() => idGetter(ref id)).Message);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Cursors_OfOneView_DeliverTheSameRowsWithTheSameIds(string name)
    {
        IDataView view = s_views[name]();

        Assert.Equal(RowsWithIds(view, null), RowsWithIds(view, null));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Id_StaysWithItsRow_WhenACursorShuffles(string name)
    {
        IDataView view = s_views[name]();

        Assert.Equal(
            RowsWithIds(view, null).OrderBy(row => row.Id),
            RowsWithIds(view, new Random(5)).OrderBy(row => row.Id));
        Assert.Equal(RowsWithIds(view, null).Length, RowsWithIds(view, null).Select(row => row.RowId).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void CursorSet_DeliversEveryRowOnce(string name)
    {
        IDataView view = s_views[name]();
        var ids = new List<int>();
        foreach (DataViewRowCursor cursor in view.GetRowCursorSet([view.Schema["Id"]], 4))
        {
            using (cursor)
            {
                ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Id"]);
                int value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    ids.Add(value);
                    Assert.Equal(0, cursor.Batch);
                }
            }
        }

        Assert.Equal(Rows.Ids(view).Order(), ids.Order());
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void DisposedCursor_DeliversNothing(string name)
    {
        IDataView view = s_views[name]();
        DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"]]);
        ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Id"]);
        Assert.True(cursor.MoveNext());
        cursor.Dispose();
        cursor.Dispose();

        int value = 0;
        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Column_OfAnotherSchema_IsRefused(string name)
    {
        IDataView view = s_views[name]();
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Stranger", NumberDataViewType.Single);
        DataViewSchema.Column stranger = builder.ToSchema()[0];

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => view.GetRowCursor([stranger]));
        Assert.StartsWith(
            "Column 'Stranger' (index 0) is not of this schema. Columns: Id, Features, Label, Name.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void ColumnsNeeded_MustBeGiven(string name) =>
        Assert.Equal("columnsNeeded", Assert.Throws<ArgumentNullException>(() => s_views[name]().GetRowCursor(null)).ParamName);

    private static (int Id, DataViewRowId RowId)[] RowsWithIds(IDataView view, Random? rand)
    {
        var rows = new List<(int, DataViewRowId)>();
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Id"]], rand);
        ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Id"]);
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        int value = 0;
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            idGetter(ref id);
            rows.Add((value, id));
        }
        return [.. rows];
    }
}
