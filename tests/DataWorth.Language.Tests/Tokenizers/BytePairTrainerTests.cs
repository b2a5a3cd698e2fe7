using DataWorth.Language.Tokenizers;
using DataWorth.Tests;

namespace DataWorth.Language.Tests.Tokenizers;

/// <summary>A vocabulary is learned by hand-checkable steps, gives texts back, and is the same again from its file.</summary>
public sealed class BytePairTrainerTests
{
    [Fact]
    public void TheMostFrequentPair_IsMergedFirst()
    {
        // 'ab' 5 times, then ' ab' 3 times; 'cd' twice; nothing else twice.
        var tokenizer = BytePairTrainer.Train(["ab ab cd", "ab ab cd ab e"], 1000);
        string[] learned = [.. Enumerable.Range(256, tokenizer.VocabularySize - 257).Select(id => tokenizer.Decode([id]))];
        Assert.Equal(["ab", " ab", "cd", " cd"], learned);
        Assert.Equal("<|endoftext|>", tokenizer.Decode([tokenizer.EndId!.Value]));
        Assert.Equal(tokenizer.VocabularySize - 1, tokenizer.EndId);
        Assert.Equal(["ab", " ab", " cd"], tokenizer.Encode("ab ab cd").Select(id => tokenizer.Decode([id])));
    }

    [Fact]
    public void TheSize_IsKept_AndTooSmallOnesAreRefused()
    {
        Assert.Equal(258, BytePairTrainer.Train(["ab ab ab cd cd"], 258).VocabularySize);
        Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTrainer.Train(["ab"], 256));
    }

    [DataFact("text/tinystories-sample/tinystories.txt", "text/wikitext/wikitext-2-raw.test.raw")]
    public void AVocabularyOfRealText_IsShorterThanBytes_TakesAnyText_AndIsTheSameFromItsFile()
    {
        using TemporaryFolder directory = new();
        var text = File.ReadAllText(SharedData.Locate("text/tinystories-sample/tinystories.txt"));
        var tokenizer = BytePairTrainer.Train([text], 1000);
        Assert.Equal(1000, tokenizer.VocabularySize);
        Assert.InRange(tokenizer.Encode(text).Count, 1, text.Length / 3);
        var other = File.ReadAllText(SharedData.Locate("text/wikitext/wikitext-2-raw.test.raw"));
        Assert.Equal(other, tokenizer.Decode(tokenizer.Encode(other)));
        tokenizer.Save(directory.Path);
        Assert.Equal(tokenizer.Encode(other), TokenizerFiles.Open(directory.Path).Encode(other));
        Assert.Equal(tokenizer.EndId, TokenizerFiles.Open(directory.Path).EndId);
        Assert.Equal(tokenizer.Encode(other), BytePairTrainer.Train([text], 1000).Encode(other));
    }
}
