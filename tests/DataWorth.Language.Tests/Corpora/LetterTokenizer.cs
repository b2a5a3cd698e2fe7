using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Corpora;

/// <summary>A letter a token: its code. 1 begins texts, 2 ends them.</summary>
internal sealed class LetterTokenizer : TextTokenizer
{
    public LetterTokenizer(bool addsBegin = false, bool hasEnd = true) => (BeginId, EndId, AddsBegin) = (1, hasEnd ? 2 : null, addsBegin);

    public override int VocabularySize => char.MaxValue + 1;

    public override IReadOnlyList<Token> EncodeWithSpans(string text) => [.. text.Select((letter, place) => new Token(letter, place, 1))];

    public override string Decode(IEnumerable<int> ids) => string.Concat(ids.Select(id => (char)id));
}
