namespace Microsoft.ML.Tokenizers;

/// <summary>The kinds of models, numbered as in sentencepiece_model.proto.</summary>
internal enum ModelKind
{
    Unigram = 1,
    Bpe = 2,
    Word = 3,
    Char = 4,
}
