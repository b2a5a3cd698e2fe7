using System.Collections;

namespace DataWorth.Features;

/// <summary>Ids of a batch whose ids nobody asks for.</summary>
/// <param name="count">Number of examples.</param>
internal sealed class UnnamedExamples(int count) : IReadOnlyList<string>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public string this[int index] => "";

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Enumerable.Repeat("", count).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
