using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Corpora;

namespace DataWorth.Cli.Fits.Texts;

/// <summary>What is in the texts of a fit, and what may not be meant: nothing of it is left out.</summary>
internal sealed record TextCensus
{
    /// <summary>Their documents.</summary>
    public required CorpusSummary Corpus { get; init; }

    /// <summary>Number of blocks.</summary>
    public required long Blocks { get; init; }

    /// <summary>Number of tokens.</summary>
    public required long Tokens { get; init; }

    /// <summary>How many of them the loss counts.</summary>
    public required long Counted { get; init; }

    /// <summary>Ids of documents with text of which the loss counts no token.</summary>
    public required IReadOnlyList<string> WithoutLoss { get; init; }

    /// <summary>What their owner may not expect, a sentence each.</summary>
    public IReadOnlyList<string> Notices =>
        [
            .. Corpus.Duplicates is [var (id, original), ..] duplicates
                ?
                [
                    $"{CountText.Of(duplicates.Count, "document")} {(duplicates.Count == 1 ? "has" : "have")} the text of an earlier one, such "
                        + $"as '{id}' that of '{original}'; each counts as often as it is there.",
                ]
                : Array.Empty<string>(),
            .. Corpus.Empty is [var empty, ..]
                ?
                [
                    $"{CountText.Of(Corpus.Empty.Count, "document")} {(Corpus.Empty.Count == 1 ? "is" : "are")} empty, such as '{empty}': "
                        + "nothing is learned of such.",
                ]
                : Array.Empty<string>(),
            .. WithoutLoss is [var silent, ..]
                ?
                [
                    $"{CountText.Of(WithoutLoss.Count, "document")} {(WithoutLoss.Count == 1 ? "has" : "have")} no token that the loss counts, "
                        + $"such as '{silent}': {TextLoss.Reasons}. Scores of such passages are 0.",
                ]
                : Array.Empty<string>(),
        ];

    /// <summary>Reads texts once.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="blocks">The blocks of documents, which reads them as its own are read.</param>
    /// <param name="stage">Shows how far it is, in characters.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static TextCensus Of(
        IEnumerable<TextDocument> documents,
        Func<IEnumerable<TextDocument>, IEnumerable<TokenBlock>> blocks,
        IProgressStage stage,
        CancellationToken cancellationToken
    )
    {
        CorpusCounter corpus = new();
        var (count, tokens, counted) = (0L, 0L, 0L);
        List<string> silent = [];
        var (document, hasLoss, before) = ((string?)null, true, 0L);
        foreach (var block in blocks(Read()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            count++;
            tokens += block.InputIds.Length;
            if (block.Spans is [.., var last])
            {
                stage.Report(before + last.Offset + last.Text.Length);
            }

            foreach (var span in block.Spans)
            {
                if (span.Document != document)
                {
                    End();
                    (document, hasLoss) = (span.Document, false);
                }

                var own = TextLoss.Count(block, span.Start, span.Length);
                counted += own;
                hasLoss |= own > 0;
            }
        }

        End();
        return new()
        {
            Corpus = corpus.Summary,
            Blocks = count,
            Tokens = tokens,
            Counted = counted,
            WithoutLoss = silent,
        };

        IEnumerable<TextDocument> Read()
        {
            foreach (var read in documents)
            {
                cancellationToken.ThrowIfCancellationRequested();
                before = corpus.Characters;
                corpus.Add(read);
                yield return read;
                stage.Report(corpus.Characters);
            }
        }

        void End()
        {
            if (!hasLoss)
            {
                silent.Add(document!);
            }
        }
    }
}
