using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Tests;

public sealed class TextLoaderTests : IDisposable
{
    private readonly MLContext _context = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("text-loader-").FullName;
    private readonly List<LoggingEventArgs> _messages = [];

    public TextLoaderTests() => _context.Log += (_, message) => _messages.Add(message);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Fields_OfEveryKind_AreRead()
    {
        IDataView view = Load(
            "1,-2,3.5,1e3,true,hello,2024-02-29T10:00:00,1.02:03:04,7\n",
            new TextLoader.Options
            {
                Separators = [','],
                Columns =
                [
                    new("Byte", DataKind.Byte, 0), new("Int", DataKind.Int32, 1), new("Single", DataKind.Single, 2), new("Double", DataKind.Double, 3),
                    new("Flag", DataKind.Boolean, 4), new("Text", DataKind.String, 5), new("Time", DataKind.DateTime, 6), new("Span", DataKind.TimeSpan, 7),
                    new("Key", DataKind.UInt32, [new TextLoader.Range(8)], new KeyCount(10)),
                ],
            });

        Assert.Equal([(byte)1], view.GetColumn<byte>("Byte"));
        Assert.Equal([-2], view.GetColumn<int>("Int"));
        Assert.Equal([3.5f], view.GetColumn<float>("Single"));
        Assert.Equal([1000.0], view.GetColumn<double>("Double"));
        Assert.Equal([true], view.GetColumn<bool>("Flag"));
        Assert.Equal(["hello"], view.GetColumn<string>("Text"));
        Assert.Equal([new DateTime(2024, 2, 29, 10, 0, 0)], view.GetColumn<DateTime>("Time"));
        Assert.Equal([new TimeSpan(1, 2, 3, 4)], view.GetColumn<TimeSpan>("Span"));
        Assert.Equal("Key<UInt32, 0-9>", view.Schema["Key"].Type.ToString());
        Assert.Equal([8u], view.GetColumn<uint>("Key"));
    }

    [Fact]
    public void QuotedFields_HoldSeparatorsQuotesAndSpaces()
    {
        IDataView view = Load(
            "\"a,b\",\"say \"\"no\"\"\",  plain,\"\"\n",
            new TextLoader.Options { Separators = [','], AllowQuoting = true, Columns = [new("Text", DataKind.String, 0, 3)] });

        Assert.Equal(["a,b", "say \"no\"", "plain", ""], view.GetColumn<string[]>("Text").Single());
    }

    [Fact]
    public void QuotedField_WithAnotherEscape_AndLineBreaks_IsRead()
    {
        IDataView view = Load(
            "\"one\ntwo \\\"three\\\"\"\t2\n\"b\"\t3\n",
            new TextLoader.Options
            {
                AllowQuoting = true,
                ReadMultilines = true,
                EscapeChar = '\\',
                Columns = [new("Text", DataKind.String, 0), new("Number", DataKind.Int32, 1)],
            });

        Assert.Equal(["one\ntwo \"three\"", "b"], view.GetColumn<string>("Text"));
        Assert.Equal([2, 3], view.GetColumn<int>("Number"));
    }

    [Fact]
    public void WithoutQuoting_QuotesAreText()
    {
        IDataView view = Load("\"a\",b\n", new TextLoader.Options { Separators = [','], Columns = [new("Text", DataKind.String, 0)] });

        Assert.Equal(["\"a\""], view.GetColumn<string>("Text"));
    }

    [Fact]
    public void BrokenQuoting_IsMissing_AndCounted()
    {
        IDataView view = Load(
            "\"a\"b,1\n\"open,2\nc,3\n",
            new TextLoader.Options { Separators = [','], AllowQuoting = true, Columns = [new("Text", DataKind.String, 0)] });

        Assert.Equal(["", "", "c"], view.GetColumn<string>("Text"));
        Assert.Equal("Processed 3 rows with 0 bad values and 2 format errors", Warnings()[^1]);
        Assert.StartsWith("Format error in line 1 of", Warnings()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void SparseLine_WithDimensionality_IsASparseVector()
    {
        IDataView view = Load(
            "1\t6\t0:1.5\t4:2\n0\t6\t5:3\n",
            new TextLoader.Options { AllowSparse = true, Columns = [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, 1, 6)] });

        Assert.Equal([1f, 0], view.GetColumn<float>("Label"));
        Assert.Equal([[1.5f, 0, 0, 0, 2, 0], [0, 0, 0, 0, 0, 3]], view.GetColumn<float[]>("Features"));
        VBuffer<float> first = view.GetColumn<VBuffer<float>>("Features").First();
        Assert.False(first.IsDense);
        Assert.Equal([0, 4], first.GetIndices().ToArray());
    }

    [Fact]
    public void SparseLine_WithInputSize_CountsFromTheFirstSparseField()
    {
        IDataView view = Load(
            "7 1:2 3:4\n",
            new TextLoader.Options { Separators = [' '], AllowSparse = true, InputSize = 5, Columns = [new("All", DataKind.Int32, [new TextLoader.Range(0, 4)])] });

        Assert.Equal([7, 0, 2, 0, 4], view.GetColumn<int[]>("All").Single());
    }

    [Theory]
    [InlineData("x\t1:2\n", "but the field before it is not the number of slots")]
    [InlineData("3\t2:1\t1:1\n", "sparse indices are out of order")]
    [InlineData("3\t3:1\n", "a sparse index is larger than the number of slots")]
    [InlineData("3\t1:1\t9\n", "a dense field follows a sparse one")]
    public void BadSparseLine_IsCountedAsAFormatError(string line, string message)
    {
        Load(line, new TextLoader.Options { AllowSparse = true, Columns = [new("All", DataKind.String, 0, 2)] }).GetColumn<string[]>("All").ToArray();

        Assert.Contains(message, Warnings()[0], StringComparison.Ordinal);
        Assert.Equal("Processed 1 rows with 0 bad values and 1 format errors", Warnings()[1]);
    }

    [Fact]
    public void MissingFields_HaveTheDefault_OrNaNIfAsked()
    {
        var options = new TextLoader.Options { Columns = [new("Real", DataKind.Single, 0, 2), new("Text", DataKind.String, 3), new("Int", DataKind.Int32, 4)] };
        const string Line = "1\t\t3\n";

        IDataView view = Load(Line, options);
        Assert.Equal([1f, 0, 3], view.GetColumn<float[]>("Real").Single());
        Assert.Equal([""], view.GetColumn<string>("Text"));
        Assert.Equal([0], view.GetColumn<int>("Int"));

        options.MissingRealsAsNaNs = true;
        Assert.Equal([1f, float.NaN, 3], Load(Line, options).GetColumn<float[]>("Real").Single());
    }

    [Fact]
    public void BadReal_IsNaN_AndCounted_ButTheWordsForMissingAreNot()
    {
        IDataView view = Load("abc\n?\nNA\nnan\n2\n", new TextLoader.Options { Columns = [new("Real", DataKind.Single, 0)] });

        Assert.Equal([float.NaN, float.NaN, float.NaN, float.NaN, 2], view.GetColumn<float>("Real"));
        Assert.Equal("Processed 5 rows with 1 bad values and 0 format errors", Warnings()[^1]);
        Assert.Matches("^Bad value 'abc' in line 1 of '.*', column 'Real'$", Warnings()[0]);
    }

    [Fact]
    public void BadInteger_IsAnError_ThatNamesThePlace()
    {
        IDataView view = Load("1\n\nx\n", new TextLoader.Options { Columns = [new("Int", DataKind.Int32, 0)] });

        var error = Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Int").ToArray());
        Assert.Matches("^Could not parse value 'x' as Int32 in line 3 of '.*', column 'Int'$", error.Message);
    }

    [Theory]
    [InlineData("0", 1u)]
    [InlineData("9", 10u)]
    [InlineData("10", 0u)]
    [InlineData("-1", 0u)]
    [InlineData("x", 0u)]
    public void Key_IsCountedFromZeroInText_AndMissingIfOutOfRange(string text, uint expected)
    {
        IDataView view = Load(text + "\n", new TextLoader.Options { Columns = [new("Key", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(10))] });

        Assert.Equal([expected], view.GetColumn<uint>("Key"));
    }

    [Fact]
    public void Header_IsSkipped_AndNamesTheSlots()
    {
        IDataView view = Load(
            "label\theight\twidth\n1\t2\t3\n",
            new TextLoader.Options { HasHeader = true, Columns = [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, 1, 2)] });

        Assert.Equal([1f], view.GetColumn<float>("Label"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Features"].GetSlotNames(ref names);
        Assert.Equal(["height", "width"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void CommentsAndBlankLines_AreSkipped_AndMaxRowsIsKept()
    {
        IDataView view = Load("// a comment\n1\n\n#@ note\n2\n3\n", new TextLoader.Options { MaxRows = 2, Columns = [new("Int", DataKind.Int32, 0)] });

        Assert.Equal([1, 2], view.GetColumn<int>("Int"));
        Assert.Null(view.GetRowCount());
    }

    [Fact]
    public void DecimalComma_IsRead()
    {
        IDataView view = Load("1,5;-0,25\n", new TextLoader.Options { Separators = [';'], DecimalMarker = ',', Columns = [new("Real", DataKind.Double, 0, 1)] });

        Assert.Equal([1.5, -0.25], view.GetColumn<double[]>("Real").Single());
    }

    [Fact]
    public void Ranges_ToTheEndOfTheLine_AreFixedOrVariable()
    {
        const string Text = "1\t2\t3\n4\t5\n6\t7\t8\t9\n";
        IDataView fixedSize = Load(Text, new TextLoader.Options { Columns = [new("All", DataKind.Int32, [new TextLoader.Range(1, null)])] });
        IDataView variable = Load(Text, new TextLoader.Options { Columns = [new("All", DataKind.Int32, [new TextLoader.Range { Min = 1, VariableEnd = true }])] });

        Assert.Equal("Vector<Int32, 2>", fixedSize.Schema[0].Type.ToString());
        Assert.Equal([[2, 3], [5, 0], [7, 8]], fixedSize.GetColumn<int[]>("All"));
        Assert.Equal("Vector<Int32>", variable.Schema[0].Type.ToString());
        Assert.Equal([[2, 3], [5], [7, 8, 9]], variable.GetColumn<int[]>("All"));
    }

    [Fact]
    public void AllOther_TakesWhatOtherColumnsLeave()
    {
        IDataView view = Load(
            "1\t2\t3\t4\n",
            new TextLoader.Options { Columns = [new("Label", DataKind.Int32, 2), new("Rest", DataKind.Int32, [new TextLoader.Range(0, 3) { AllOther = true }])] });

        Assert.Equal([1, 2, 4], view.GetColumn<int[]>("Rest").Single());
    }

    [Fact]
    public void WithoutColumns_LabelAndFeatures_AreTheDefault()
    {
        IDataView view = Load("1\t2\t3\n", null);

        Assert.Equal(["Label: Single", "Features: Vector<Single, 2>"], view.Schema.Select(column => column.ToString()));
    }

    [Fact]
    public void LoadColumnAttributes_NameTheFields()
    {
        string path = Write("5,a,1,2,3\n");
        IDataView view = _context.Data.LoadFromTextFile<Line>(path, separatorChar: ',');

        Assert.Equal(["Target: Key<UInt32, 0-8>", "Numbers: Vector<Single, 3>", "Name: String"], view.Schema.Select(column => column.ToString()));
        Line line = _context.Data.CreateEnumerable<Line>(view, false, ignoreMissingColumns: true).Single();
        Assert.Equal(6u, line.Label);
        Assert.Equal([1f, 2, 3], line.Numbers);
        Assert.Equal("a", line.Name);
    }

    [Fact]
    public void File_IsReadAnewByEveryCursor_LineByLine()
    {
        var source = new CountingSource(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")));
        IDataView view = _context.Data.CreateTextLoader([new TextLoader.Column("Int", DataKind.Int32, 0)]).Load(source);

        Assert.Equal(0, source.Opened);
        Assert.Equal([0, 1, 2], view.GetColumn<int>("Int").Take(3));
        Assert.True(source.CharactersRead < 10_000, $"{source.CharactersRead} characters were read for 3 rows.");
        Assert.Equal(100_000, view.GetColumn<int>("Int").Count());
        Assert.Equal(2, source.Opened);
        Assert.Equal(2, source.Closed);
    }

    [Fact]
    public void SeveralFiles_AreReadInTurn()
    {
        IDataView view = _context.Data.CreateTextLoader([new TextLoader.Column("Int", DataKind.Int32, 0)], hasHeader: true).Load(Write("x\n1\n"), Write("x\n2\n3\n"));

        Assert.Equal([1, 2, 3], view.GetColumn<int>("Int"));
    }

    [Fact]
    public void MissingFile_IsRefused_WithItsPath()
    {
        string path = Path.Combine(_folder, "none.txt");

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromTextFile(path));
        Assert.StartsWith($"File does not exist at path: {path}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void SaveAsText_ReadsBackToTheSameValues(bool header, bool forceDense)
    {
        Saved[] rows =
        [
            new() { Id = 1, Text = "a\tb", Sparse = [0, 0, 0, 0, 0, 0, 0, 2.5f], Key = 3, Time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc) },
            new() { Id = 0, Text = "", Sparse = new float[8], Key = 0 },
            new() { Id = -7, Text = "say \"no\": 1:2", Sparse = [1, 2, 3, 4, 5, 6, 7, float.NaN], Key = 5, Flag = true },
            new() { Id = 2, Text = " // ", Sparse = [-0.1f, 0, 0, 0, 0, 0, 0, 1e-30f], Key = 1 },
        ];
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        string path = Path.Combine(_folder, "saved.txt");
        using (FileStream stream = File.Create(path))
            _context.Data.SaveAsText(view, stream, headerRow: header, forceDense: forceDense);

        IDataView read = _context.Data.LoadFromTextFile(path);
        Assert.Equal(view.Schema.Select(column => $"{column.Name}: {column.Type}"), read.Schema.Select(column => $"{column.Name}: {column.Type}"));
        Saved[] back = [.. _context.Data.CreateEnumerable<Saved>(read, false)];
        Assert.Equal(rows.Select(row => (row.Id, row.Text, row.Key, row.Flag, row.Time)), back.Select(row => (row.Id, row.Text, row.Key, row.Flag, row.Time)));
        Assert.Equal(rows.SelectMany(row => row.Sparse), back.SelectMany(row => row.Sparse));
        Assert.Equal(!forceDense, File.ReadAllText(path).Contains(":2.5", StringComparison.Ordinal));
    }

    [Fact]
    public void CursorRules_AlsoHoldForText()
    {
        IDataView view = Load("1\t2\n3\t4\n", new TextLoader.Options { Columns = [new("A", DataKind.Int32, 0), new("B", DataKind.Int32, 1)] });
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["A"]]);
        ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["A"]);
        int value = 0;

        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.StartsWith("Column 'B' is not active", Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<int>(view.Schema["B"])).Message, StringComparison.Ordinal);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        getter(ref value);
        Assert.Equal(1, value);
    }

    [Theory]
    [InlineData("Name at least one separator.", "")]
    [InlineData("A quote cannot be a separator.", "\"")]
    [InlineData("A colon cannot be a separator if lines may be sparse.", ":")]
    public void BadSeparators_AreRefused(string message, string separators)
    {
        var options = new TextLoader.Options { AllowSparse = true, Separators = separators.ToCharArray(), Columns = [new("A", DataKind.Int32, 0)] };

        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.CreateTextLoader(options)).Message, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():n}.txt");
        File.WriteAllText(path, text);
        return path;
    }

    private IDataView Load(string text, TextLoader.Options? options) => _context.Data.LoadFromTextFile(Write(text), options!);

    private string[] Warnings() => [.. _messages.Where(message => message.Kind == ChannelMessageKind.Warning).Select(message => message.RawMessage)];

    private sealed class Line
    {
        [LoadColumn(0), ColumnName("Target"), KeyType(9)]
        public uint Label { get; set; }

        [LoadColumn(2, 4), VectorType(3)]
        public float[] Numbers { get; set; } = [];

        [LoadColumn(1)]
        public string Name { get; set; } = "";

        public int NotLoaded { get; set; }
    }

    private sealed class Saved
    {
        public int Id { get; set; }

        [ColumnName("A text")]
        public string Text { get; set; } = "";

        [VectorType(8)]
        public float[] Sparse { get; set; } = [];

        [KeyType(5)]
        public uint Key { get; set; }

        public bool Flag { get; set; }

        public DateTime Time { get; set; }
    }

    private sealed class CountingSource(string text) : IMultiStreamSource
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public int CharactersRead { get; private set; }

        public int Count => 1;

        public string? GetPathOrNull(int index) => null;

        public Stream Open(int index) => throw new NotSupportedException("The loader reads text.");

        public TextReader OpenTextReader(int index)
        {
            Opened++;
            return new Reader(this, text);
        }

        private sealed class Reader(CountingSource source, string text) : StringReader(text)
        {
            private bool _closed;

            public override string? ReadLine()
            {
                string? line = base.ReadLine();
                source.CharactersRead += line?.Length ?? 0;
                return line;
            }

            protected override void Dispose(bool disposing)
            {
                if (!_closed)
                    source.Closed++;
                _closed = true;
                base.Dispose(disposing);
            }
        }
    }
}
