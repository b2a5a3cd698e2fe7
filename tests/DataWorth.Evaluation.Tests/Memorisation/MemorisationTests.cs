using System.Globalization;
using System.Text.Json;
using DataWorth.Evaluation.Memorisation;
using DataWorth.Language.Corpora;

namespace DataWorth.Evaluation.Tests.Memorisation;

/// <summary>Do methods find what a model has read? A small model here, and the figures worked out by hand.</summary>
public sealed class MemorisationTests
{
    [Fact]
    public void ASmallModel_LeadsToTheSentencesAndFactsThatItWasTrainedOn()
    {
        MemorisationOptions options = new()
        {
            Characters = 16_000,
            Quotes = 20,
            Facts = 10,
            Layers = 1,
            Width = 64,
            Heads = 2,
            Context = 48,
            Vocabulary = 600,
            Epochs = 30,
            LearningRate = 5e-3,
            Rank = 24,
            Dampings = [1],
            Methods = ["logra", "lorif factor-rank=8", "ekfac"],
        };
        var result = new MemorisationRun(options).Execute([Story("a", 1), Story("b", 2)]);
        var table = MemorisationTable.ToMarkdown(result);
        Assert.Equal([.. options.Methods, "bm25"], result.Methods.Select(method => method.Method).Distinct());
        Assert.Equal((50, 20, 10), (result.Statements, result.Quotes.Queries, result.Facts.Queries));
        Assert.True(result.Facts.Known >= 0.8, table);
        Assert.All(result.Methods, method => Assert.True(method.Facts is { First: >= 0.8, RecallAt10: >= 0.6 }, table));
        // Made-up words predict nothing of each other: only full gradients tell their sentences apart.
        Assert.All(
            result.Methods.Where(method => method.Method is "ekfac" or "bm25"),
            method => Assert.True(method.Quotes.First >= 0.6, table)
        );
        using var json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.Quotes.Loss, json.RootElement.GetProperty("quotes").GetProperty("loss").GetDouble());
        Assert.Contains("| bm25 |  |  | ", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranks_CountHigherScores_AndHalfOfEqualOnes()
    {
        Assert.Equal([1, 4, 2, 2], Retrieval.Ranks([9, 1, 5, 5], [0, 1, 2, 3]));
        Assert.Equal([3], Retrieval.Ranks([0, 0, 0, 0, 0], [4])); // a method that knows nothing is in the middle
        var found = Retrieval.Of([
            [1, 6, 11],
            [4, 5, 2],
        ]);
        Assert.Equal(0.5, found.First);
        Assert.Equal(((1 / 3.0) + 1) / 2, found.RecallAt5, 1e-12);
        Assert.Equal(((2 / 3.0) + 1) / 2, found.RecallAt10, 1e-12);
        Assert.Equal((1 + 0.5) / 2, found.ReciprocalRank, 1e-12);
    }

    [Fact]
    public void PlantedFacts_AreStatedInFiveDocuments_AndNoWordBelongsToOneFactOnly()
    {
        var facts = PlantedFacts.Create(PlantedFacts.Largest, 3);
        Assert.Equal(100, facts.Select(fact => fact.Statements[0].Title).Distinct().Count());
        foreach (var fact in facts)
        {
            Assert.Equal(5, fact.Statements.Count);
            Assert.All(
                fact.Statements,
                statement =>
                {
                    Assert.Contains(fact.Answer, statement.Text, StringComparison.Ordinal);
                    Assert.Contains(statement.Title, statement.Text, StringComparison.Ordinal);
                }
            );
            Assert.StartsWith(fact.Question + fact.Answer, fact.Statements[0].Text, StringComparison.Ordinal);
            Assert.All(fact.Statements.Skip(1), other => Assert.DoesNotContain(fact.Question, other.Text, StringComparison.Ordinal));
            var words = $"{fact.Question}{fact.Answer}".Split(' ');
            Assert.All(words, word => Assert.True(facts.Count(other => $"{other.Question}{other.Answer}".Contains(word)) >= 3));
        }
    }

    [Fact]
    public void TextsWithTooFewSentences_AreRefused()
    {
        MemorisationOptions options = new() { Characters = 2000, Quotes = 90 };
        Assert.Contains(
            "Quotes",
            Assert.ThrowsAny<ArgumentException>(() => new MemorisationRun(options).Execute([Story("a", 1)])).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("logr", "Did you mean 'logra'?")]
    [InlineData("logra size=3", "size")]
    [InlineData("lorif factor-rank=0", "factor-rank")]
    public void AMethodThatCannotWork_IsRefusedBeforeAnythingIsTrained(string method, string message)
    {
        MemorisationOptions options = new() { Methods = ["ekfac", method] };
        var exception = Assert.ThrowsAny<ArgumentException>(() => new MemorisationRun(options).Execute([]));
        Assert.Contains(message, exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    // Sentences of made-up words, of which some are frequent and most are rare.
    private static TextDocument Story(string id, int seed)
    {
        string[] syllables = ["ba", "do", "fen", "gil", "ko", "lar", "mi", "nu", "pes", "ro", "sta", "tem", "vu", "wi"];
        Random random = new(seed);
        string Word(int number) =>
            string.Concat(
                new[] { number % 14, number / 14 % 14, number / 5 % 14 }.Take(2 + (number % 2)).Select(place => syllables[place])
            );
        string Sentence()
        {
            var words = string.Join(
                ' ',
                Enumerable.Range(0, random.Next(9, 13)).Select(_ => Word((int)(190 * Math.Pow(random.NextDouble(), 2))))
            );
            return char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..] + ".";
        }

        return new(id, id, string.Join(' ', Enumerable.Range(0, 200).Select(_ => Sentence())));
    }
}
