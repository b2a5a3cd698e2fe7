using System.Collections;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Corpora;

/// <summary>Documents as blocks of tokens that know where they come from. Documents are read and encoded as blocks are asked for: no more than
/// the text of one document and one block is in memory, and every enumeration begins anew.</summary>
/// <remarks>A document begins with the tokenizer's token of the beginning where the model was trained so, never twice. Documents without text
/// have no tokens, and change nothing of their neighbours.</remarks>
/// <param name="name">Name of the corpus.</param>
/// <param name="documents">The documents.</param>
/// <param name="tokenizer">The tokenizer of the model.</param>
/// <param name="options">How blocks are made; null for the default.</param>
public sealed class TokenBlocks(string name, IEnumerable<TextDocument> documents, TextTokenizer tokenizer, BlockOptions? options = null)
    : IEnumerable<TokenBlock>
{
    private readonly BlockOptions _options = options ?? new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IEnumerator<TokenBlock> GetEnumerator()
    {
        _options.Validate();
        var block = new Builder();
        var number = 0;
        foreach (var document in documents)
        {
            List<Token> part = [];
            var place = 0;
            foreach (var token in Encode(document))
            {
                part.Add(token);
                if (block.Count + part.Count == _options.Length)
                {
                    End();
                    yield return block.Build(_options.IsPacked ? $"{name}/block-{number++:D5}" : null);
                }
            }

            if (part.Count > 0)
            {
                End();
                if (!_options.IsPacked)
                {
                    yield return block.Build(null);
                }
            }

            void End()
            {
                block.Add(document, part, place);
                place += part.Count;
                part.Clear();
            }
        }

        if (block.Count > 0 && _options.KeepsRest)
        {
            yield return block.Build($"{name}/block-{number:D5}");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<Token> Encode(TextDocument document)
    {
        Token? last = null;
        foreach (var token in tokenizer.Read(document.Text))
        {
            if (last is null && tokenizer is { AddsBegin: true, BeginId: { } begin } && token.Id != begin)
            {
                yield return new(begin, 0, 0);
            }

            yield return token;
            last = token;
        }

        if (_options.AddsEnd && tokenizer.EndId is { } end && last is { } before && before.Id != end)
        {
            yield return new(end, document.Text.Length, 0);
        }
    }

    private sealed class Builder
    {
        private readonly List<int> _tokens = [];
        private readonly List<bool> _counts = [];
        private readonly List<DocumentSpan> _spans = [];
        private readonly List<TextRange> _characters = [];

        public int Count => _tokens.Count;

        public void Add(TextDocument document, List<Token> part, int place)
        {
            var first = part[0].Start;
            var last = part.Max(token => token.Start + token.Length);
            _spans.Add(new(document.Id, document.Title, Count, part.Count, place, first, document.Text[first..last]));
            _tokens.AddRange(part.Select(token => token.Id));
            _counts.AddRange(part.Select(token => IsCompletion(document, token)));
            _characters.AddRange(part.Select(token => new TextRange(token.Start, token.Length)));
        }

        public TokenBlock Build(string? id)
        {
            var main = _spans.MaxBy(span => span.Length)!;
            TokenBlock block = new()
            {
                Id = id ?? $"{main.Document}@{main.DocumentToken}",
                InputIds = [.. _tokens],
                Counts = [.. _counts],
                Spans = [.. _spans],
                Characters = [.. _characters],
            };
            _tokens.Clear();
            _counts.Clear();
            _spans.Clear();
            _characters.Clear();
            return block;
        }

        // A token counts if any of its characters does; the end of the document if it follows an answer.
        private static bool IsCompletion(TextDocument document, Token token) =>
            document.Completions is not { } ranges
            || ranges.Any(range =>
                token.Length > 0
                    ? token.Start < range.End && range.Start < token.Start + token.Length
                    : token.Start > 0 && token.Start == range.End
            );
    }
}
