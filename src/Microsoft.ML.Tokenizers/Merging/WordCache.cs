using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>Remembers encoded words in a fixed number of places; a word takes the place of another with the same hash. Lock-free and
/// thread-safe.</summary>
internal sealed class WordCache(int sizeLog2 = WordCache.DefaultSizeLog2)
{
    internal const int LongestWord = 32;

    private const int DefaultSizeLog2 = 16;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly EncodedWord?[] _words = new EncodedWord?[1 << sizeLog2];

    internal bool TryGet(ReadOnlySpan<char> word, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EncodedWord? encoded)
    {
        encoded = Volatile.Read(ref _words[Slot(word)]);
        return encoded is not null && word.SequenceEqual(encoded.Text);
    }

    internal void Set(EncodedWord encoded) => Volatile.Write(ref _words[Slot(encoded.Text)], encoded);

    private int Slot(ReadOnlySpan<char> word)
    {
        ulong hash = (ulong)word.Length * Multiplier;
        while (word.Length >= 4)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(word))) * Multiplier;
            hash ^= hash >> 32;
            word = word[4..];
        }

        foreach (char character in word)
        {
            hash = (hash ^ character) * Multiplier;
        }

        return (int)((hash ^ (hash >> 32)) * Multiplier >> (64 - sizeLog2));
    }
}
