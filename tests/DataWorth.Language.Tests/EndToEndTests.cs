using System.Text;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Corpora;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Tasks;
using Microsoft.ML;

namespace DataWorth.Language.Tests;

/// <summary>From prompts and answers in a file to the training rows behind an answer.</summary>
public sealed class EndToEndTests
{
    private static readonly (string Animal, string Sound)[] s_facts = [("cow", "moo"), ("dog", "woof"), ("cat", "meow"), ("duck", "quack")];

    [Fact]
    public void TheRowThatTaughtAnAnswer_IsFound_ByABaseAndByItsAdapter()
    {
        using TemporaryFolder directory = new();
        var lines = s_facts.Select(fact =>
            $$"""{"q": "What says the {{fact.Animal}}?", "a": " The {{fact.Animal}} says {{fact.Sound}}."}"""
        );
        var path = directory.Write("facts.jsonl", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var source = TextSource.Open(
            new()
            {
                Path = path,
                PromptField = "q",
                CompletionField = "a",
            }
        );
        var tokenizer = BytePairTrainer.Train(source.Select(document => document.Text), 300);
        TokenBlocks blocks = new("facts", source, tokenizer, new() { IsPacked = false });
        using var model = new Llama(
            new()
            {
                VocabularySize = tokenizer.VocabularySize,
                Positions = 64,
                Width = 32,
                InnerWidth = 48,
                Layers = 2,
                Heads = 4,
                KeyValueHeads = 2,
            }
        );
        SeededInitialization.Apply(model, 1);
        using (var tensors = blocks.ToTensors())
        {
            TrainingOptions training = new()
            {
                Epochs = 40,
                BatchSize = 1,
                LearningRate = 3e-3,
                Optimizer = OptimizerKind.AdamW,
            };
            Assert.InRange(new Trainer(training).Train(model, tensors).Loss, 0, 0.5);
        }

        var mlContext = new MLContext();
        var view = mlContext.Data.LoadFromEnumerable(blocks);
        var task = new LanguageModelingTask(model, nameof(TokenBlock.InputIds), nameof(TokenBlock.Counts));
        using (var fit = mlContext.Attribution.Logra(task, new LograOptions { Rank = 8 }).Fit(view))
        {
            AssertEachFindsItself(mlContext, fit, view);
        }

        LoraAdapter.Add(model, new() { Rank = 2 }, seed: 3);
        GradientDotOptions options = new() { Modules = LoraAdapter.Selection };
        using var adapted = mlContext.Attribution.GradientDot(task, options).Fit(view);
        AssertEachFindsItself(mlContext, adapted, view);
    }

    private static void AssertEachFindsItself(MLContext mlContext, AttributionTransformer fit, IDataView view)
    {
        var best = mlContext
            .Data.CreateEnumerable<Neighbor>(fit.TopK(view, 1), reuseRowObject: false)
            .Where(neighbor => neighbor.Side == "Proponent")
            .ToList();
        Assert.Equal(s_facts.Length, best.Count);
        Assert.All(best, neighbor => Assert.Equal(neighbor.QueryId, neighbor.ExampleId));
        Assert.Contains("facts.jsonl:1@0", best.Select(neighbor => neighbor.ExampleId));
    }
}
