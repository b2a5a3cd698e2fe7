using System.Runtime.InteropServices;
using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Language.Corpora;

/// <summary>The documents of a corpus as tokens, one after the other, cut into blocks of equal length; each block knows which documents it
/// holds.</summary>
public sealed class TokenBlockDataset
{
    private readonly int[] _tokens;
    private readonly int[] _documentStarts;

    private TokenBlockDataset(TextCorpus corpus, int blockLength, int[] tokens, int[] documentStarts)
    {
        (Corpus, BlockLength, _tokens, _documentStarts) = (corpus, blockLength, tokens, documentStarts);
        Count = tokens.Length / blockLength;
    }

    /// <summary>The corpus.</summary>
    public TextCorpus Corpus { get; }

    /// <summary>The number of tokens T of a block.</summary>
    public int BlockLength { get; }

    /// <summary>The number of blocks N. The tokens after the last whole block are left out.</summary>
    public int Count { get; }

    /// <summary>All tokens of the blocks, [N, T] row-major.</summary>
    public ReadOnlyMemory<int> Tokens => _tokens.AsMemory(0, Count * BlockLength);

    /// <summary>The rows, made as they are read; every enumeration begins anew.</summary>
    public IEnumerable<TokenBlock> Rows =>
        Enumerable
            .Range(0, Count)
            .Select(block => new TokenBlock
            {
                Id = Id(block),
                InputIds = TokensOf(block).ToArray(),
                Title = Corpus.Documents[DocumentsOf(block).MaxBy(span => span.Length).Document].Title,
            });

    /// <summary>Encodes and packs a corpus.</summary>
    /// <param name="corpus">The documents.</param>
    /// <param name="encode">Turns text into tokens, such as the EncodeToIds of a tokenizer.</param>
    /// <param name="blockLength">The number of tokens T of a block, at least 1.</param>
    /// <param name="separator">The token after each document, or null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block length is below 1.</exception>
    public static TokenBlockDataset Pack(TextCorpus corpus, Func<string, IReadOnlyList<int>> encode, int blockLength, int? separator)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(encode);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        List<int> tokens = [];
        var starts = new int[corpus.Documents.Count];
        for (var document = 0; document < starts.Length; document++)
        {
            starts[document] = tokens.Count;
            tokens.AddRange(encode(corpus.Documents[document].Text));
            if (separator is int end)
            {
                tokens.Add(end);
            }
        }

        return new TokenBlockDataset(corpus, blockLength, [.. tokens], starts);
    }

    /// <summary>The stable id of a block.</summary>
    /// <param name="block">The block, 0 … N-1.</param>
    public string Id(int block) => $"{Corpus.Name}/block-{block:D5}";

    /// <summary>The tokens of a block, [T].</summary>
    /// <param name="block">The block.</param>
    public ReadOnlySpan<int> TokensOf(int block) => Tokens.Span.Slice(block * BlockLength, BlockLength);

    /// <summary>The tokens of every block but the last [N, T - 1], and the token that follows each [N, T - 1].</summary>
    public TensorDataset ToTensors()
    {
        using var scope = NewDisposeScope();
        long[] ids = [.. MemoryMarshal.ToEnumerable(Tokens).Select(token => (long)token)];
        var tokens = tensor(ids, [Count, BlockLength]);
        var length = BlockLength - 1;
        return new TensorDataset(tokens.narrow(1, 0, length).contiguous(), tokens.narrow(1, 1, length).contiguous(), Id);
    }

    /// <summary>The documents of a block, in order; they cover it without gaps.</summary>
    /// <param name="block">The block.</param>
    public IEnumerable<DocumentSpan> DocumentsOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(block, Count);
        int begin = block * BlockLength,
            end = begin + BlockLength;
        var found = Array.BinarySearch(_documentStarts, begin);
        for (
            var document = found >= 0 ? found : ~found - 1;
            document < _documentStarts.Length && _documentStarts[document] < end;
            document++
        )
        {
            var first = Math.Max(begin, _documentStarts[document]);
            var last = Math.Min(end, document + 1 < _documentStarts.Length ? _documentStarts[document + 1] : _tokens.Length);
            if (last > first)
            {
                yield return new DocumentSpan(document, first - begin, last - first, first - _documentStarts[document]);
            }
        }
    }
}
