using System.Text;
using DataWorth.Language.Tokenizers;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>Long texts are encoded in runs, which changes no token.</summary>
public sealed class LongTextTests
{
    private static readonly string[] s_parts =
    [
        "word",
        " Word",
        "DON'T",
        "'ll",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\n\n ",
        "7",
        "1234",
        "...",
        "/",
        "!",
        "\u00fc",
        "e\u0301",
        "\u6771\u4eac",
        "\ud83d\ude42",
        "\ud835\udc00",
        "\ud83d",
        "\u00a0",
        "\u3000",
        "<|endoftext|>",
        "_",
    ];

    public static TheoryData<string, bool> Expressions { get; } =
        new()
        {
            { TokenizerExpressions.Gpt2, false },
            { TokenizerExpressions.Cl100k, false },
            { TokenizerExpressions.O200k, true },
            { @"\p{N}", false },
            { @"\s+$|\S+(?= )|\s+(?=x)", true }, // looks ahead at every end
        };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void TokensOfRuns_AreThoseOfTheWhole(string expression, bool composes)
    {
        var trained = BytePairTrainer.Train(["word Word DON'T word Word 1234 ...\n\n word"], 290);
        BytePairs pairs = new()
        {
            Vocabulary = trained.Pairs.Vocabulary,
            Merges = trained.Pairs.Merges,
            Added = trained.Pairs.Added,
            Expressions = [expression],
            ComposesText = composes,
        };
        ByteLevelTokenizer whole = new(pairs) { RunLength = int.MaxValue };
        Random random = new(3);
        for (var round = 0; round < 60; round++)
        {
            StringBuilder text = new();
            for (var part = random.Next(1, 60); part > 0; part--)
            {
                text.Append(s_parts[random.Next(s_parts.Length)]);
            }

            var expected = whole.EncodeWithSpans(text.ToString());
            foreach (var length in (int[])[1, 2, 7, 40])
            {
                ByteLevelTokenizer runs = new(pairs) { RunLength = length };
                Assert.Equal(expected, runs.EncodeWithSpans(text.ToString()));
                Assert.Equal(expected.Select(token => token.Id), runs.Encode(text.ToString()));
            }
        }
    }
}
