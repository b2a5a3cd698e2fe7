using System.Runtime.InteropServices;

namespace Microsoft.ML.Tokenizers;

/// <summary>Collects token numbers, up to a maximum, or only counts them.</summary>
internal struct IdSink(List<int>? list, int maximum) : IWordSink
{
    internal int Count { get; private set; }

    public int Add(ReadOnlySpan<int> ids, ReadOnlySpan<int> ends, int offset, ReadOnlySpan<char> word)
    {
        int taken = Math.Min(ids.Length, maximum - Count);
        if (list is not null)
        {
            if (taken == 1)
            {
                list.Add(ids[0]);
            }
            else
            {
                int start = list.Count;
                CollectionsMarshal.SetCount(list, start + taken);
                ids[..taken].CopyTo(CollectionsMarshal.AsSpan(list)[start..]);
            }
        }

        Count += taken;
        return taken;
    }
}
