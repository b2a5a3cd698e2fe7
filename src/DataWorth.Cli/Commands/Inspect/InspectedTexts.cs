using System.Globalization;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Cli.Hosting;
using DataWorth.Cli.Progress;
using DataWorth.Evaluation.Results;
using DataWorth.Language.Corpora;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Cli.Commands.Inspect;

/// <summary>What 'dataworth inspect data' says of texts.</summary>
/// <param name="Path">Where they are.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Documents">Number of documents.</param>
/// <param name="Characters">Number of characters, in UTF-16 units.</param>
/// <param name="Tokens">Number of tokens; null without a model.</param>
/// <param name="Blocks">Number of blocks, which are the examples of a fit; null without a model.</param>
/// <param name="Duplicates">Documents with the text of an earlier one.</param>
/// <param name="Empty">Documents without text.</param>
/// <param name="WithoutLoss">Documents of which the loss counts no token; null without a model.</param>
/// <param name="First">The first five.</param>
/// <param name="Warnings">What their owner may not expect, a sentence each.</param>
internal sealed record InspectedTexts(
    string Path,
    int Files,
    long Documents,
    long Characters,
    long? Tokens,
    long? Blocks,
    int Duplicates,
    int Empty,
    int? WithoutLoss,
    IReadOnlyList<InspectedTexts.Document> First,
    IReadOnlyList<string> Warnings
)
{
    private const int Shown = 5;
    private const int Beginning = 80;

    /// <summary>Reads texts once.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="origin">How they become blocks of which model; null for documents only.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static InspectedTexts Of(
        TextDataOptions options,
        TextOrigin? origin,
        ProgressDisplay display,
        CancellationToken cancellationToken
    )
    {
        var source = TextSource.Open(options);
        List<Document> first = [];
        var tokenizer = origin is null ? null : TokenizerFiles.Open(origin.Model);
        using var stage = TextStage.Begin(display, "read texts", source);
        var census = TextCensus.Of(
            source.Select(Look),
            documents => tokenizer is null ? documents.SelectMany(_ => (TokenBlock[])[]) : origin!.BlocksOf(documents, tokenizer),
            stage,
            cancellationToken
        );
        stage.End();
        var corpus = census.Corpus;
        return new(
            options.Path,
            source.Files.Count,
            corpus.Documents,
            corpus.Characters,
            tokenizer is null ? null : census.Tokens,
            tokenizer is null ? null : census.Blocks,
            corpus.Duplicates.Count,
            corpus.Empty.Count,
            tokenizer is null ? null : census.WithoutLoss.Count,
            first,
            [.. TextFiles.Notices(source), .. census.Notices]
        );

        TextDocument Look(TextDocument document)
        {
            if (first.Count < Shown)
            {
                var text = document.Text.Length <= Beginning ? document.Text : document.Text[..Beginning] + "...";
                first.Add(new(document.Id, document.Text.Length, text));
            }

            return document;
        }
    }

    /// <summary>Writes it for people.</summary>
    public void Write(TextWriter output, CommandConsole console)
    {
        TextTable table = new("document", "characters", "begins");
        foreach (var document in First)
        {
            table.Add(document.Id, document.Characters.ToString("n0", CultureInfo.InvariantCulture), TextTable.OneLine(document.Begins));
        }

        table.Write(output, console);
        output.WriteLine(
            $"{CountText.Of(Documents, "document")} in {CountText.Of(Files, "file")}, {CountText.Of(Characters, "character")}, "
                + $"{CountText.Of(Duplicates, "duplicate")}, {Empty} empty."
        );
        output.WriteLine(
            Tokens is { } tokens
                ? $"{CountText.Of(tokens, "token")} in {CountText.Of(Blocks!.Value, "block")}, which are the examples of a fit."
                : "Give --model the folder of a language model to count tokens and blocks."
        );
    }

    /// <summary>A document.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Characters">Number of its characters.</param>
    /// <param name="Begins">The first of them.</param>
    internal sealed record Document(string Id, int Characters, string Begins);
}
