using DataWorth.Models.Data.Sources;
using Parquet;
using Parquet.Schema;

namespace DataWorth.Models.Tests.Data.Sources;

/// <summary>JSON Lines and Parquet.</summary>
public sealed class StructuredTableTests : SourceTestBase
{
    [Theory]
    [InlineData("{\"id\": \"\\ud800\", \"x\": 1}")]
    [InlineData("{\"id\": \"\\udfffa\", \"x\": 1}")]
    [InlineData("{\"id\": \"b\", \"x\": 1, \"\\ud83d\": 2}")]
    public async Task JsonWithHalfACharacter_IsRefusedWithItsLine(string line) =>
        Assert.Equal(
            "Line 2 of 'table.jsonl' is no JSON object (it has half of a Unicode character, a surrogate without the other one), expected one "
                + "such as {\"x\": 1, \"label\": \"a\"}. Mend or remove the line.",
            await Refused<InvalidDataException>(() => OpenText("table.jsonl", "{\"id\": \"a\", \"x\": 1}\n" + line + "\n"))
        );

    [Fact]
    public async Task TheSameRows_AreTheSameInEveryFormatOfTables()
    {
        List<string> texts = [];
        foreach (var format in (string[])["csv", "tsv", "json-lines", "parquet"])
        {
            var source = await DataSource.OpenAsync(await DataSamples.WriteAsync(format, Files));
            texts.Add(source.Encoding.ToJson() + ViewReading.Text(source));
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task JsonLines_ArraysAreColumns_AndAbsentMembersAreMissing()
    {
        var source = await OpenText("t.jsonl", "{\"v\": [1, 2.5], \"label\": true}\n\n{\"label\": false, \"v\": [3, 4]}\n");
        Assert.Equal("t-00000: 1 2.5 -> 1\nt-00001: 3 4 -> 0", ViewReading.Text(source));
        Assert.Equal(["v[0]", "v[1]"], source.Encoding.Columns.Select(column => column.Name));
        Assert.Contains(
            "Column 'b' has no value in line 2",
            await Refused<InvalidDataException>(() => OpenText("t.jsonl", "{\"a\": 1, \"b\": 2}\n{\"a\": 1}\n"))
        );
        Assert.Contains(
            "Column 'b' has no value in line 1",
            await Refused<InvalidDataException>(() => OpenText("t.jsonl", "{\"a\": 1}\n{\"a\": 1, \"b\": 2}\n"))
        );
        Assert.Contains(
            "Column 'a' has no value in line 2",
            await Refused<InvalidDataException>(() => OpenText("t.jsonl", "{\"a\": 1}\n{\"a\": null}\n"))
        );
    }

    [Theory]
    [InlineData("{\"a\": 1}\n[1]\n", "Line 2 of 't.jsonl' is no JSON object (found an array), expected one such as")]
    [InlineData("{\"a\": 1}\n{\"a\": \n", "Line 2 of 't.jsonl' is no JSON object (")]
    [InlineData("{\"a\": {\"b\": 1}}\n", "Line 1 of 't.jsonl' has an object as 'a', expected a number, a text or an array of them.")]
    [InlineData("{\"a\": [[1]]}\n", "Line 1 of 't.jsonl' has an array as 'a[0]', expected a number")]
    [InlineData("{\"a\": 1, \"a\": 2}\n", "Line 1 of 't.jsonl' has 'a' twice, expected once. Remove one.")]
    public async Task JsonLines_FaultyLines_AreRefusedByNumber(string content, string message) =>
        Assert.StartsWith(message, await Refused<InvalidDataException>(() => OpenText("t.jsonl", content)), StringComparison.Ordinal);

    [Fact]
    public async Task Parquet_TypesAreRead_AndNullsAreMissing()
    {
        DataField<int> id = new("id");
        DataField<float?> score = new("score");
        DataField<bool> flag = new("flag");
        DataField<long> label = new("label");
        var path = await Write(
            new ParquetSchema(id, score, flag, label),
            async group =>
            {
                await group.WriteAsync<int>(id, (int[])[3, 1]);
                await group.WriteAsync<float>(score, (float?[])[0.1f, null]);
                await group.WriteAsync<bool>(flag, (bool[])[true, false]);
                await group.WriteAsync<long>(label, (long[])[10, 9]);
            }
        );
        var source = await DataSource.OpenAsync(new() { Path = path, Missing = MissingValues.Fill });
        Assert.Equal("3: 0.1 0 1 -> 1\n1: 0.1 1 0 -> 0", ViewReading.Text(source));
        Assert.Contains(
            "Column 'score' has no value in row 2 of 'typed.parquet'",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = path }))
        );
    }

    [Fact]
    public async Task Parquet_BytesAndLists_AreRefusedByColumn()
    {
        DataField<byte[]> raw = new("raw");
        var bytes = await Write(
            new ParquetSchema(raw),
            group =>
                group.WriteAsync(
                    raw,
                    (byte[][])
                        [
                            [1],
                            [2],
                        ]
                )
        );
        Assert.Contains(
            "Column 'raw' of 'typed.parquet' is of kind bytes",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = bytes }))
        );
        DataField<int[]> list = new("list");
        var lists = await Write(
            new ParquetSchema(list),
            group => group.WriteAsync<int>(list, (int[])[1, 2, 3], repetitionLevels: (int[])[0, 1, 0])
        );
        Assert.Contains(
            "Column 'list' of 'typed.parquet' is of kind list or structure",
            await Refused<InvalidDataException>(() => DataSource.OpenAsync(new() { Path = lists }))
        );
    }

    private async Task<string> Write(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write)
    {
        using MemoryStream stream = new();
        await using (var writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            using var group = writer.CreateRowGroup();
            await write(group);
        }

        return Files.Write("typed.parquet", stream.ToArray());
    }
}
