using DataWorth.Evaluation.Retraining;
using DataWorth.Language.Corpora;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tasks.WikiTextGpt2;

/// <summary>WikiText in blocks with a model of GPT-2's layout: training blocks are the first of the training articles of WikiText-103,
/// queries are drawn from its validation text. Tokens are words.</summary>
public static class WikiTextGpt2Task
{
    private const string Training = "wiki103.train.first154articles.tokens";
    private const string Validation = "wiki103.valid.tokens";

    /// <summary>The row of the table.</summary>
    public static TaskDescription Description { get; } =
        TaskDescription.Of<WikiTextGpt2Options>(
            "wikitext-gpt2",
            "WikiText, a small model of GPT-2's layout",
            [WikiText.File(Training), WikiText.File(Validation)],
            CreateAsync
        );

    private static async Task<RetrainingTask> CreateAsync(WikiTextGpt2Options options, DataLocator locator)
    {
        var corpus = await WikiText.LoadAsync(locator, Training).ConfigureAwait(false);
        var validation = await WikiText.LoadAsync(locator, Validation).ConfigureAwait(false);
        var network = options.Network;
        var vocabulary = WordVocabulary.Of(corpus.Documents.Select(document => document.Text), (int)network.VocabularySize);
        BlockOptions blocks = new()
        {
            Length = (int)network.Positions,
            KeepsRest = false,
            AddsEnd = false,
        };
        TokenBlock[] train = [.. new TokenBlocks(corpus.Name, corpus.Documents, vocabulary, blocks)];
        TokenBlock[] tests = [.. new TokenBlocks(validation.Name, validation.Documents, vocabulary, blocks)];
        if (options.TrainCount > train.Length)
        {
            Throw.OutOfRange(nameof(options.TrainCount), options.TrainCount, $"at most the {train.Length} blocks of the training text");
        }

        return new LanguageModelRetraining(
            Description.Name,
            train[..options.TrainCount],
            [.. options.DrawQueries(tests.Length).Select(row => tests[row])],
            tokens => vocabulary.Decode(tokens),
            network with
            {
                VocabularySize = vocabulary.Words.Count,
            },
            options.Training
        );
    }
}
