using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

public sealed class ChainTests
{
    private readonly MLContext _context = new(1);
    private readonly List<string> _journal = [];
    private int _passes;

    [Fact]
    public void Fit_ChecksTheSchemaFirst_ThenFitsAndTransformsOneByOne()
    {
        var chain = Add("X", "A").Append(Add("A", "B"));
        TransformerChain<AddOneTransformer> model = chain.Fit(View());

        Assert.Equal(["fit A", "transform A", "fit B", "transform B"], _journal);
        Assert.Equal([2f, 3, 4], model.Transform(View()).GetColumn<float>("B"));
        Assert.Equal(3, model.LastTransformer.FittedRows);
        Assert.Equal(2, model.Count());
    }

    [Fact]
    public void Fit_OfAChainWhoseSchemaDoesNotFit_FitsNothing()
    {
        var chain = Add("X", "A").Append(Add("Missing", "B"));

        Assert.StartsWith(
            "Could not find input column 'Missing'", Assert.Throws<ArgumentOutOfRangeException>(() => chain.Fit(View())).Message, StringComparison.Ordinal);
        Assert.Empty(_journal);
    }

    [Fact]
    public void GetOutputSchema_OfShapeAndSchema_PromiseWhatTransformDelivers()
    {
        var chain = Add("X", "A").Append(Add("A", "X"));
        IDataView view = View();
        DataViewSchema delivered = chain.Fit(view).Transform(view).Schema;

        Assert.Equal(["X", "A", "X"], delivered.Select(column => column.Name));
        Assert.True(delivered[0].IsHidden);
        Assert.Equal(2, delivered["X"].Index);
        Assert.Equal(chain.GetOutputSchema(SchemaShape.Create(view.Schema)).Select(Text).Order(), SchemaShape.Create(delivered).Select(Text).Order());
        Assert.Equal(delivered.Select(column => column.ToString()), chain.Fit(view).GetOutputSchema(view.Schema).Select(column => column.ToString()));

        static string Text(SchemaShape.Column column) => $"{column.Name}: {column.GetTypeString()}";
    }

    [Fact]
    public void Append_LeavesTheChainAsItWas()
    {
        EstimatorChain<AddOneTransformer> one = new EstimatorChain<ITransformer>().Append(Add("X", "A"));
        EstimatorChain<AddOneTransformer> two = one.Append(Add("A", "B"));

        Assert.Equal(2, one.GetOutputSchema(SchemaShape.Create(View().Schema)).Count);
        Assert.Equal(3, two.GetOutputSchema(SchemaShape.Create(View().Schema)).Count);
        Assert.NotSame(one.LastEstimator, two.LastEstimator);
    }

    [Fact]
    public void EmptyChains_ChangeNothing()
    {
        TransformerChain<ITransformer> model = new EstimatorChain<ITransformer>().Fit(View());

        Assert.Null(model.LastTransformer);
        Assert.Equal([0f, 1, 2], model.Transform(View()).GetColumn<float>("X"));
        Assert.Null(new EstimatorChain<ITransformer>().LastEstimator);
    }

    [Fact]
    public void CacheCheckpoint_ReadsTheSourceOnceForAllLaterEstimators()
    {
        IDataView counted = Counted();
        Add("X", "A").Append(Add("A", "B")).Append(Add("B", "C")).Fit(counted);
        Assert.Equal(3, _passes);

        _passes = 0;
        var cached = Add("X", "A").AppendCacheCheckpoint(_context).Append(Add("A", "B")).Append(Add("B", "C"));
        TransformerChain<AddOneTransformer> model = cached.Fit(counted);
        // Once for A itself, once to fill the cache with A, which is all that B and C are computed from.
        Assert.Equal(2, _passes);
        Assert.Equal([3f, 4, 5], model.Transform(View()).GetColumn<float>("C"));
    }

    [Fact]
    public void Scopes_ChooseTheTransformers_AndScoringIsTheDefault()
    {
        var chain = Add("X", "A").Append(Add("X", "LabelOnly"), TransformerScope.TrainTest).Append(Add("A", "B"));
        TransformerChain<AddOneTransformer> model = chain.Fit(View());

        Assert.Null(model.Transform(View()).Schema.GetColumnOrNull("LabelOnly"));
        Assert.NotNull(model.Transform(View(), TransformerScope.Training).Schema.GetColumnOrNull("LabelOnly"));
        Assert.Equal(4, model.GetOutputSchema(View().Schema, TransformerScope.Everything).Count);
        Assert.Equal(3, model.GetModelFor(TransformerScope.TrainTest).Count());
        Assert.Equal(2, model.GetModelFor(TransformerScope.Scoring).Count());
    }

    [Fact]
    public void Transform_OfAViewWithoutTheColumn_FailsAtOnce()
    {
        TransformerChain<AddOneTransformer> model = Add("X", "A").Append(Add("A", "B")).Fit(View());

        Assert.StartsWith("Column 'X' not found", Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(Rows.View(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowToRowMapper_MapsThroughTheChain_AndKnowsItsDependencies()
    {
        ITransformer model = Add("X", "A").Append(Add("A", "B")).Fit(View());
        IDataView view = View();
        Assert.True(model.IsRowToRowMapper);
        IRowToRowMapper mapper = model.GetRowToRowMapper(view.Schema);
        DataViewSchema.Column output = mapper.OutputSchema["B"];

        Assert.Equal(["X"], mapper.GetDependencies([output]).Select(column => column.Name));
        DataViewRowCursor cursor = view.GetRowCursor(mapper.GetDependencies([output]));
        DataViewRow row = mapper.GetRow(cursor, [output]);
        ValueGetter<float> getter = row.GetGetter<float>(output);
        float value = 0;
        Assert.True(cursor.MoveNext());
        Assert.True(cursor.MoveNext());
        getter(ref value);
        Assert.Equal(3, value);
        row.Dispose();
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Dispose_DisposesTheMembersOnce()
    {
        var first = new AddOneTransformer("X", "A", 0, null);
        TransformerChain<AddOneTransformer> chain = first.Append(new AddOneTransformer("A", "B", 0, null));
        chain.Dispose();
        chain.Dispose();

        Assert.Equal(1, first.DisposeCount);
        Assert.Equal(1, chain.LastTransformer.DisposeCount);
    }

    [Fact]
    public void WithOnFitDelegate_ShowsTheFittedTransformer()
    {
        AddOneTransformer? seen = null;
        var chain = Add("X", "A").WithOnFitDelegate(transformer => seen = transformer).Append(Add("A", "B"));
        TransformerChain<AddOneTransformer> model = chain.Fit(View());

        Assert.Same(model.First(), seen);
    }

    [Fact]
    public void Chains_RefuseWhatIsNoChain()
    {
        Assert.Equal(
            "A chain needs one scope per transformer, got 0 transformers and 1 scopes.",
            Assert.Throws<InvalidOperationException>(() => new TransformerChain<ITransformer>([], [TransformerScope.Everything])).Message);
        Assert.Equal(
            "The last transformer of the chain is a AddOneTransformer, expected TransformerChain`1.",
            Assert.Throws<InvalidOperationException>(() => new TransformerChain<TransformerChain<ITransformer>>(new AddOneTransformer("X", "A", 0, null))).Message);
    }

    [Fact]
    public void ModelSave_AsksTheModel_WhoseRefusalSurfaces_AndNoFileIsMade()
    {
        TransformerChain<AddOneTransformer> model = Add("X", "A").Append(Add("A", "B")).Fit(View());
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.zip");

        Assert.Equal("Save it with AddOne.SaveTo(store).", Assert.Throws<NotSupportedException>(() => _context.Model.Save(model, View().Schema, path)).Message);
        Assert.False(File.Exists(path));
        Assert.StartsWith(
            "TransformerChain`1 wrote nothing, and this assembly has no model files of its own.",
            Assert.Throws<NotSupportedException>(() => _context.Model.Save(new TransformerChain<ITransformer>(), null, new MemoryStream())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Preview_ShowsTheFirstRows_OfViewTransformerAndEstimator()
    {
        DataDebuggerPreview preview = Rows.View(20).Preview(maxRows: 3);

        Assert.Equal("4 columns, 3 rows", preview.ToString());
        Assert.Equal([0, 1, 2], preview.ColumnView[0].Values);
        Assert.Equal("Id: Int32", preview.ColumnView[0].ToString());
        Assert.Equal(KeyValuePair.Create<string, object>("Label", 2u), preview.RowView[1].Values[2]);
        Assert.Equal([2f, 4, 6], ((VBuffer<float>)preview.RowView[2].Values[1].Value).DenseValues());
        Assert.Equal([0f, 1, 2], Add("X", "A").Fit(View()).Preview(View()).ColumnView[0].Values.Cast<float>());
        Assert.Equal([1f, 2, 3], Add("X", "A").Preview(View(), maxRows: 10, maxTrainingRows: 1).ColumnView[1].Values.Cast<float>());
        Assert.StartsWith(
            "Must be zero or positive, got -1.", Assert.Throws<ArgumentOutOfRangeException>(() => View().Preview(-1)).Message, StringComparison.Ordinal);
    }

    private AddOneEstimator Add(string input, string output) => new(input, output, _journal);

    private IDataView View() => _context.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { X = i }));

    private IDataView Counted()
    {
        IEnumerable<Row> Data()
        {
            _passes++;
            for (int i = 0; i < 3; i++)
                yield return new Row { X = i };
        }

        return _context.Data.LoadFromEnumerable(Data());
    }

    private sealed class Row
    {
        public float X { get; set; }
    }
}
