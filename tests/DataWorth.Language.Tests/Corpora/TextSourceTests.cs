using System.Text;
using DataWorth.Language.Corpora;
using Parquet;
using Parquet.Schema;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>Files, folders and patterns are read as they are, one document at a time, or refused by file and place.</summary>
public sealed class TextSourceTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AFolder_IsReadWithAllBelow_InTheOrderOfItsPaths_AndOthersAreNamed()
    {
        Write("b.txt", "two");
        Write("a/x.md", "one");
        Write("a/data.jsonl", """{"text": "three"}""" + "\n");
        Write("picture.png", "no");
        Write(".hidden.txt", "no");
        var source = Open(_directory.Path);
        Assert.Equal(
            [("a/data.jsonl:1", "three"), ("a/x.md", "one"), ("b.txt", "two")],
            source.Select(document => (document.Id, document.Text))
        );
        Assert.Equal(["picture.png"], source.Skipped.Select(path => Path.GetFileName(path)));
        Assert.Equal("x", source.ElementAt(1).Title);
    }

    [Theory]
    [InlineData("*.txt", "b.txt")]
    [InlineData("**/*.txt", "a/c/y.txt,a/x.txt,b.txt")]
    [InlineData("a/?.txt", "a/x.txt")]
    [InlineData("**/c/*", "a/c/y.txt")]
    [InlineData("a/**", "c/y.txt,x.txt")]
    public void APattern_ChoosesFiles(string pattern, string expected)
    {
        Write("b.txt", "1");
        Write("a/x.txt", "2");
        Write("a/c/y.txt", "3");
        var ids = Open(Path.Combine(_directory.Path, pattern)).Select(document => document.Id);
        Assert.Equal(expected.Split(',').Select(Path.GetFileName), ids.Select(Path.GetFileName));
    }

    // Decided: nothing of a text changes; a mark is no part of it.
    [Theory]
    [InlineData("a\r\nb\rc\u2028d\u0085e\nf")]
    [InlineData("\n\n  \t")]
    [InlineData("")]
    public void LineEnds_StayAsTheyAre(string text)
    {
        Write("a.txt", text);
        Assert.Equal(text, Open(_directory.Path).Single().Text);
        _directory.Write("a.txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        Assert.Equal(text, Open(_directory.Path).Single().Text);
        _directory.Write("a.txt", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]);
        Assert.Equal(text, Open(_directory.Path).Single().Text);
    }

    [Fact]
    public void LinesAsDocuments_EndWithLineFeedsAndCarriageReturns_AndNothingElse()
    {
        Write("a.txt", "one\r\ntwo\rthree\n\nfour\u2028five\u0085six\nseven");
        var source = TextSource.Open(new() { Path = Path.Combine(_directory.Path, "a.txt"), Format = "lines" });
        Assert.Equal(
            [("a.txt:1", "one"), ("a.txt:2", "two"), ("a.txt:3", "three"), ("a.txt:5", "four\u2028five\u0085six"), ("a.txt:6", "seven")],
            source.Select(document => (document.Id, document.Text))
        );
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-32", true)]
    public void JsonLines_MayHaveAnyLineEndInTexts_AndCarriageReturnsBeforeLineFeeds(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        var content = "{\"body\": \"a\u2028b\u0085c\\r\\n\", \"key\": 7}\r\n\r\n  \n{\"body\": \"漢 🙂\", \"key\": \"x\"}";
        _directory.Write("a.jsonl", [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(content)]);
        TextDataOptions options = new() { Path = Path.Combine(_directory.Path, "a.jsonl"), TextField = "body" };
        Assert.Equal(["a\u2028b\u0085c\r\n", "漢 🙂"], TextSource.Open(options).Select(document => document.Text));
        Assert.Equal(["a.jsonl:1", "a.jsonl:4"], TextSource.Open(options).Select(document => document.Id));
        Assert.Equal(["7", "x"], TextSource.Open(options with { IdField = "key" }).Select(document => document.Id));
    }

    [Theory]
    [InlineData("{\"text\": \"a\"}\n[1]", "Line 2 of '*' is no object of JSON: found array.")]
    [InlineData("{\"text\": \"a\"}\n{\"text\": ", "Line 2 of '*' is no object of JSON: ")]
    [InlineData("{\"body\": \"a\", \"n\": 1}", "File '*' has no field 'text' in line 1. Fields: body, n. Give option 'text-field' the one")]
    [InlineData(
        "{\"prompt\": \"a\", \"completion\": \"b\"}",
        "File '*' has no field 'text' in line 1. Fields: prompt, completion. Give option 'prompt-field' prompt"
    )]
    [InlineData("{\"text\": \"a\"}\n{\"text\": \"\\ud83d\"}", "Line 2 of '*' has half of a character, expected both")]
    [InlineData("{\"text\": \"a\", \"text\": \"b\"}", "Line 1 of '*' is no object of JSON: Duplicate property 'text'")]
    [InlineData("{\"text\": null}", "Field 'text' of '*', line 1, is null, expected a text.")]
    [InlineData("{\"text\": 5}", "Field 'text' of '*', line 1, is number, expected a text.")]
    [InlineData("{\"text\": \"a\"}\n{\"text\": \"b\0\"}", "Text file '*' has a zero character at byte 25")]
    public void ABadLine_IsRefusedByItsNumber(string content, string expected)
    {
        Write("a.jsonl", content);
        var path = Path.Combine(_directory.Path, "a.jsonl");
        var message = Assert.Throws<InvalidDataException>(() => Open(path).Count()).Message;
        Assert.StartsWith(expected.Replace("*", path, StringComparison.Ordinal), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"m\": \"hello\"}", "Field 'm' of '*', line 1, is string, expected a list of messages with role and content.")]
    [InlineData(
        "{\"m\": [{\"role\": \"robot\", \"content\": \"x\"}]}",
        "Line 1 of '*': A message has the role 'robot', expected 'system',"
    )]
    public void ABadConversation_IsRefusedByItsNumber(string content, string expected)
    {
        Write("a.jsonl", content);
        TextDataOptions options = new() { Path = Path.Combine(_directory.Path, "a.jsonl"), MessagesField = "m" };
        var message = Assert.Throws<InvalidDataException>(() => TextSource.Open(options).Count()).Message;
        Assert.StartsWith(expected.Replace("*", options.Path, StringComparison.Ordinal), message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (options with { TextField = "t" }).Validate());
    }

    [Fact]
    public void CompressedTexts_AreToBeUnpacked()
    {
        byte[] content = [0x1F, 0x8B, 0x08];
        var path = _directory.Write("a.txt.gz", content);
        Assert.Contains("is compressed", Assert.Throws<ArgumentException>(() => Open(path).Count()).Message, StringComparison.Ordinal);
        TextDataOptions options = new() { Path = path, Format = "text" };
        Assert.EndsWith(
            "It is compressed: unpack it.",
            Assert.Throws<InvalidDataException>(() => TextSource.Open(options).Count()).Message
        );
    }

    [Fact]
    public void InvalidBytes_AreRefusedWithTheirPlace_UnlessTheEncodingIsNamed()
    {
        byte[] content = [.. "{\"text\": \"ok\"}\n"u8, .. "{\"text\": \"caf"u8, 0xE9, .. "\"}\n"u8];
        var path = _directory.Write("a.jsonl", content);
        Assert.StartsWith(
            $"Text file '{path}' is not valid UTF-8: byte 28 is 0xE9",
            Assert.Throws<InvalidDataException>(() => Open(path).Count()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(["ok", "café"], TextSource.Open(new() { Path = path, Encoding = "iso-8859-1" }).Select(document => document.Text));
        Assert.Throws<ArgumentException>(() => TextSource.Open(new() { Path = path, Encoding = "nothing" }).Count());
    }

    [Fact]
    public async Task Parquet_GivesItsColumns_GroupByGroup()
    {
        var path = Path.Combine(_directory.Path, "a.parquet");
        DataField[] fields = [new DataField<string>("text"), new DataField<string>("name")];
        await using (var stream = File.Create(path))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream))
        {
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync(fields[0], new[] { $"漢 {group}", "" });
                await rows.WriteAsync(fields[1], new[] { $"n{group}", $"m{group}" });
                rows.CompleteValidate();
            }
        }

        var source = TextSource.Open(new() { Path = path, TitleField = "name" });
        Assert.Equal(
            [("a.parquet:1", "n0", "漢 0"), ("a.parquet:2", "m0", ""), ("a.parquet:3", "n1", "漢 1"), ("a.parquet:4", "m1", "")],
            source.Select(document => (document.Id, document.Title, document.Text))
        );
        Assert.StartsWith(
            $"File '{path}' has no field 'body' in the schema. Fields: text, name.",
            Assert.Throws<InvalidDataException>(() => TextSource.Open(new() { Path = path, TextField = "body" }).Count()).Message,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..50]);
        Assert.StartsWith(
            $"File '{path}' is no whole file of Parquet: it is cut, or of another kind. Fetch it again.",
            Assert.Throws<InvalidDataException>(() => source.Count()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Duplicates_AndEmptyTexts_AreReported_NeverLeftOut()
    {
        Write("a.jsonl", string.Join('\n', new[] { "x", "", "y", "x", "x" }.Select(text => $$"""{"text": "{{text}}"}""")));
        var source = Open(_directory.Path);
        Assert.Equal(5, source.Count());
        var summary = CorpusSummary.Of(source);
        Assert.Equal((5, 4), (summary.Documents, summary.Characters));
        Assert.Equal(["a.jsonl:2"], summary.Empty);
        Assert.Equal([("a.jsonl:4", "a.jsonl:1"), ("a.jsonl:5", "a.jsonl:1")], summary.Duplicates);
    }

    [Fact]
    public void TwoDocumentsOfOneId_AreRefused()
    {
        Write("a.jsonl", """{"text": "a", "id": 1}""" + "\n" + """{"text": "b", "id": 1}""");
        var path = Path.Combine(_directory.Path, "a.jsonl");
        Assert.Equal(
            $"File '{path}' has the id '1' a second time, expected ids that differ. Give option 'id-field' another field.",
            Assert.Throws<InvalidDataException>(() => TextSource.Open(new() { Path = path, IdField = "id" }).Count()).Message
        );
    }

    [Fact]
    public void PromptsAndAnswers_AndMessages_BecomeTextsThatKnowTheirAnswers()
    {
        Write(
            "a.jsonl",
            """{"question": "Q?", "answer": "A.", "talk": [{"role": "user", "content": "U"}, {"role": "assistant", "content": "B"}]}"""
        );
        TextDataOptions options = new()
        {
            Path = _directory.Path,
            PromptField = "question",
            CompletionField = "answer",
        };
        var document = TextSource.Open(options).Single();
        Assert.Equal(("Q?A.", "A."), (document.Text, Answers(document)));
        document = TextSource.Open(options with { Template = "chatml" }).Single();
        Assert.Equal("<|im_start|>user\nQ?<|im_end|>\n<|im_start|>assistant\nA.<|im_end|>\n", document.Text);
        Assert.Equal("A.<|im_end|>", Answers(document));
        document = TextSource
            .Open(
                new()
                {
                    Path = _directory.Path,
                    MessagesField = "talk",
                    Template = "alpaca",
                }
            )
            .Single();
        Assert.Equal(("### Instruction:\nU\n\n### Response:\nB", "B"), (document.Text, Answers(document)));
        Assert.Throws<ArgumentException>(() => TextSource.Open(options with { CompletionField = null }));
        Assert.Throws<ArgumentException>(() => TextSource.Open(options with { Template = "none" }).Count());

        static string Answers(TextDocument document) =>
            string.Join('|', document.Completions!.Select(range => document.Text.Substring(range.Start, range.Length)));
    }

    [Theory]
    [InlineData("none", "'*none' does not exist, expected a file, a folder, or a pattern of such")]
    [InlineData("none/*.txt", "'*none' does not exist")]
    [InlineData(
        "a[12].txt",
        "'*a[12].txt' does not exist, expected a file, a folder, or a pattern. In patterns only *, ? and ** have a meaning"
    )]
    [InlineData("*.{md,rst}", "No file below '*' fits the pattern '**.{md,rst}', of which only *, ? and ** have a meaning")]
    [InlineData("b*.txt", "No file below '*' fits the pattern '*b*.txt'. '*' and '?' stand")]
    public void APathThatNamesNothing_IsSaidToDoSo(string path, string expected)
    {
        Write("a.txt", "x");
        var root = _directory.Path + Path.DirectorySeparatorChar;
        var message = Assert.Throws<FileNotFoundException>(() => Open(Path.Combine(_directory.Path, path))).Message;
        var parts = message.Replace(root, "*", StringComparison.Ordinal).Replace(_directory.Path, "*", StringComparison.Ordinal);
        Assert.StartsWith(expected, parts, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThere_IsSaid()
    {
        Assert.StartsWith(
            $"'{_directory.Path}' has no texts: expected files with the extensions .txt, .text, .md, .tokens, .jsonl, .ndjson, .parquet.",
            Assert.Throws<FileNotFoundException>(() => Open(_directory.Path)).Message,
            StringComparison.Ordinal
        );
        Write("a.dat", "x");
        Assert.Contains("but 1 files of other kinds", Assert.Throws<FileNotFoundException>(() => Open(_directory.Path)).Message);
        var path = Path.Combine(_directory.Path, "a.dat");
        Assert.StartsWith(
            $"The extension of '{path}' says no format of texts.",
            Assert.Throws<ArgumentException>(() => Open(path)).Message
        );
        Assert.Equal("x", TextSource.Open(new() { Path = path, Format = "text" }).Single().Text);
        Assert.StartsWith(
            "There is no format of texts 'csv', expected one of text, lines, wikitext, json-lines, parquet.",
            Assert.Throws<ArgumentException>(() => TextSource.Open(new() { Path = path, Format = "csv" })).Message
        );
    }

    // 64 MiB of lines with a fraction of their memory: a line is kept no longer than its document.
    private static TextSource Open(string path) => TextSource.Open(new() { Path = path });

    private void Write(string path, string text) => _directory.Write(path, Encoding.UTF8.GetBytes(text));
}
