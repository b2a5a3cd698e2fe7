namespace Microsoft.ML.Tokenizers;

/// <summary>The tokenizer of Llama and Llama 2: a SentencePiece model of the kind BPE.</summary>
public sealed class LlamaTokenizer : SentencePieceTokenizer
{
    private LlamaTokenizer(SentencePieceModel model, bool addBeginning, bool addEnd, IReadOnlyDictionary<string, int>? specialTokens)
        : base(model, addBeginning, addEnd, specialTokens)
    {
    }

    /// <summary>Reads a model.</summary>
    /// <param name="modelStream">The content of a file 'tokenizer.model'.</param>
    /// <param name="addBeginOfSentence">Whether every text begins with its token. Default true.</param>
    /// <param name="addEndOfSentence">Whether every text ends with its token. Default false.</param>
    /// <param name="specialTokens">Tokens that are recognised in the text besides the model's own.</param>
    /// <exception cref="InvalidDataException">The stream is not a SentencePiece model.</exception>
    /// <exception cref="ArgumentException">The model is not of the kind BPE.</exception>
    public static new LlamaTokenizer Create(Stream modelStream, bool addBeginOfSentence = true, bool addEndOfSentence = false,
        IReadOnlyDictionary<string, int>? specialTokens = null)
    {
        SentencePieceModel model = SentencePieceModel.Read(modelStream);
        if (model.Kind != ModelKind.Bpe)
        {
            Throw.NotBpe(model.Kind.ToString());
        }

        return new LlamaTokenizer(model, addBeginOfSentence, addEndOfSentence, specialTokens);
    }
}
