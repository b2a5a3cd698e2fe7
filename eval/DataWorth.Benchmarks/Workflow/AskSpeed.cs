using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Models.Networks;
using static TorchSharp.torch;

namespace DataWorth.Benchmarks.Workflow;

/// <summary>How long a question to an index of 100,000 passages takes until its first passage is there, beside reading the index and the matrix
/// product. The commands are the user's: 'fit', 'serve', 'ask'.</summary>
public sealed class AskSpeed : IBenchmark
{
    private const int Passages = 100_000;
    private const int Words = 40;
    private const int Rank = 24;
    private const double Bound = 2;

    /// <inheritdoc/>
    public string Name => "ask";

    /// <inheritdoc/>
    public string Description =>
        "first passage of an answer from 100,000 passages (GPT of 2 layers, d 64; LoGra k = 24: 4,608 numbers each)";

    /// <inheritdoc/>
    public void Run(BenchmarkContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using PipelineBed bed = new();
        Write(bed);
        string[] named = ["--name", "farm", "--store", bed.At("store")];
        var (seconds, _) = bed.Run([
            "fit",
            "--data",
            bed.At("texts.jsonl"),
            "--model",
            bed.At("model"),
            "--block-is-packed",
            "false",
            "--block-length",
            "64",
            "--method",
            "logra",
            "--set",
            Text($"rank={Rank}"),
            "--set",
            "batch-size=64",
            .. named,
        ]);
        context.Note(Text($"fit: {seconds:0} s, {Passages / seconds:n0} passages/s with everything"));
        var page = bed.Start(["serve", .. named, "--port", "0", "--json"], "\"page\"")!.Split('"')[3];
        using HttpClient client = new() { BaseAddress = new Uri(page) };
        var folder = Directory.GetDirectories(bed.At("store/gradients")).Single();
        var buffer = new byte[8 << 20];
        using var query = rand([1, Features]);
        using var rows = rand([buffer.Length / sizeof(float) / Features, Features]);
        var measured = context.MeasureTogether(
            1,
            1,
            ("read the index, warm", () => Read(folder, buffer)),
            ("matrix product", () => Products(rows, query)),
            ("serve: to the first passage", () => Ask(client, isWhole: false)),
            ("serve: to the end of the answer", () => Ask(client, isWhole: true)),
            ("ask: the whole command", () => bed.Run(["ask", "the cow", "--completion", " says moo", "--json", .. named]))
        );
        foreach (var row in measured)
        {
            context.Row(row);
        }

        context.Goal("first passage / (read + product)", measured[2].Best / (measured[0].Best + measured[1].Best), Bound, atMost: true);
        var sizes = Directory
            .EnumerateFiles(bed.At("store/passages"), "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);
        context.Note(Text($"index {Passages * Features * 4L / 1e9:0.00} GB, kept passages {sizes / 1e6:0} MB"));
    }

    private static long Features => 8L * Rank * Rank;

    private static void Write(PipelineBed bed)
    {
        Random random = new(1);
        string[] words =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(_ => string.Concat(Enumerable.Range(0, 2 + random.Next(6)).Select(_ => (char)('a' + random.Next(26))))),
        ];
        using (var writer = File.CreateText(bed.At("texts.jsonl")))
        {
            for (var i = 0; i < Passages; i++)
            {
                var text = string.Join(' ', Enumerable.Range(0, Words).Select(_ => words[(int)(2000 * Math.Pow(random.NextDouble(), 3))]));
                writer.WriteLine($$"""{"text": "{{text}}"}""");
            }
        }

        var tokenizer = BytePairTrainer.Train([string.Join(' ', words)], 2048);
        Directory.CreateDirectory(bed.At("model"));
        tokenizer.Save(bed.At("model"));
        using Gpt2 network = new(
            new()
            {
                VocabularySize = tokenizer.VocabularySize,
                Positions = 64,
                Width = 64,
                Layers = 2,
                Heads = 2,
            }
        );
        SeededInitialization.Apply(network, 1);
        LanguageModelCheckpoint.Save(bed.At("model"), network);
    }

    private static void Ask(HttpClient client, bool isWhole)
    {
        using HttpRequestMessage question = new(HttpMethod.Post, "/api/ask")
        {
            Content = JsonContent.Create(new { prompt = "the cow", completion = " says moo" }),
        };
        using var response = client.Send(question, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using StreamReader reader = new(response.Content.ReadAsStream(), Encoding.UTF8);
        while (reader.ReadLine() is { } line && (isWhole || !line.Contains("\"passages\"", StringComparison.Ordinal))) { }
    }

    private static void Products(Tensor rows, Tensor query)
    {
        using var off = no_grad();
        for (long done = 0; done < Passages; done += rows.shape[0])
        {
            using var scope = NewDisposeScope();
            _ = mm(rows, query.t());
        }
    }

    private static void Read(string folder, byte[] buffer)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            using var handle = File.OpenHandle(file);
            for (long offset = 0, length = RandomAccess.GetLength(handle); offset < length; )
            {
                offset += RandomAccess.Read(handle, buffer, offset);
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
