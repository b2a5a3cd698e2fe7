namespace Microsoft.ML.Data;

/// <summary>The fields of one line that are not missing, by index. Reused from line to line.</summary>
internal sealed class FieldSet
{
    private int[] _indices = new int[16];
    private ReadOnlyMemory<char>[] _texts = new ReadOnlyMemory<char>[16];

    public int Count { get; private set; }

    /// <summary>Number of fields of the line, missing ones included.</summary>
    public int SourceCount { get; set; }

    /// <summary>Indices in the line, increasing.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Count);

    public ReadOnlySpan<ReadOnlyMemory<char>> Texts => _texts.AsSpan(0, Count);

    /// <summary>The first place whose index is at least <paramref name="index"/>.</summary>
    public int Find(int index)
    {
        int place = Indices.BinarySearch(index);
        return place < 0 ? ~place : place;
    }

    public void Clear()
    {
        Count = 0;
        SourceCount = 0;
    }

    public void Add(int index, ReadOnlyMemory<char> text)
    {
        if (Count == _indices.Length)
        {
            Array.Resize(ref _indices, 2 * Count);
            Array.Resize(ref _texts, 2 * Count);
        }
        _indices[Count] = index;
        _texts[Count++] = text;
    }

    public void RemoveLast() => Count--;
}
