using DataWorth;
using DataWorth.Language.Networks;
using DataWorth.Methods.Logra;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Runtime;
using DataWorth.Scoring;
using DataWorth.Tasks;
using Microsoft.ML;
using static TorchSharp.torch;

// First of all: then waiting threads do not take the processor from others, and what is missing is said in a sentence.
LibTorchLoader.Load();

// The data: sentences of one's own, one a line. Ids are what the results are read by: here the sentences themselves.
string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "sentences.txt"));
Sentence[] train = [.. lines.Select(line => Sentence.Of(line, line))];
string[] questions = ["the baker cuts the bread", "the captain leaves the harbour at night"];
Sentence[] queries = [.. questions.Select(text => Sentence.Of(text, text))];

// A character model: a GPT-2 of two layers. Sentences are padded for training only; targets of -100 do not count.
using var model = new Gpt2(
    new Gpt2Options
    {
        VocabularySize = Sentence.Vocabulary,
        Positions = 64,
        Width = 64,
        Layers = 2,
        Heads = 4,
        Dropout = 0,
    }
);
SeededInitialization.Apply(model, seed: 0);
var length = train.Max(sentence => sentence.Tokens.Length) - 1;
using var data = new TensorDataset(
    tensor(train.SelectMany(s => Padded(s.Tokens[..^1], 0)).ToArray(), [train.Length, length]),
    tensor(train.SelectMany(s => Padded(s.Tokens[1..], -100)).ToArray(), [train.Length, length])
);
TrainingOptions training = new()
{
    Epochs = 20,
    BatchSize = 10,
    LearningRate = 3e-3,
    Optimizer = OptimizerKind.AdamW,
};
var result = new Trainer(training).Train(model, data);
Console.WriteLine($"Trained on {train.Length} sentences, loss {result.Loss:0.00} a character.");

// Attribution: one score for each pair of a query and a training sentence, summed over their positions.
var mlContext = new MLContext();
var trainView = mlContext.Data.LoadFromEnumerable(train);
var queryView = mlContext.Data.LoadFromEnumerable(queries);
var task = new LanguageModelingTask(model);
LograOptions options = new()
{
    Rank = 32,
    Curvature = LograCurvature.Ekfac,
    Score = ScoreRule.Cosine,
};
using var attribution = mlContext.Attribution.Logra(task, options).Fit(trainView);
foreach (var n in mlContext.Data.CreateEnumerable<Neighbor>(attribution.TopK(queryView, 4), reuseRowObject: false))
{
    if (n.Rank == 1)
    {
        Console.WriteLine($"{n.Side}s of '{n.QueryId}':");
    }

    Console.WriteLine($"  {n.Score, 5:0.00} {n.ExampleId}");
}

long[] Padded(long[] tokens, long padding) => [.. tokens, .. Enumerable.Repeat(padding, length - tokens.Length)];
