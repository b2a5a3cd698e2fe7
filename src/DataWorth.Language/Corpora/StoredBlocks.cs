using System.Collections;
using System.Runtime.InteropServices;
using DataWorth.Artifacts;

namespace DataWorth.Language.Corpora;

/// <summary>Blocks that were encoded once and are kept in a store with their texts: they are read again without documents and tokenizer, in order
/// or one by one. Safe for several threads.</summary>
/// <remarks>Files of about 16 MiB; what is in memory is one of them, and 16 bytes for each block.</remarks>
public sealed class StoredBlocks : IReadOnlyCollection<TokenBlock>, IDisposable
{
    /// <summary>Name of the artifact kind.</summary>
    public const string Kind = "passages";

    private const int FileBytes = 16 << 20;
    private const string IndexFile = "index";
    private const string Offsets = "offsets";
    private const string Names = "names";
    private const string Firsts = "firsts";

    private readonly ArtifactReader _reader;
    private readonly long[] _offsets;
    private readonly long[] _firsts;
    private readonly Lazy<ILookup<long, int>> _places;

    private StoredBlocks(ArtifactReader reader)
    {
        _reader = reader;
        (_offsets, _firsts) = (Read(Offsets), Read(Firsts));
        _places = new(() => Read(Names).Index().ToLookup(name => name.Item, name => name.Index));
    }

    /// <summary>Number of blocks.</summary>
    public int Count => _offsets.Length;

    /// <summary>Opens blocks if a store has them.</summary>
    /// <param name="store">The store; not disposed with the blocks.</param>
    /// <param name="key">Their key.</param>
    /// <exception cref="ArtifactException">They are there, but damaged.</exception>
    public static StoredBlocks? TryOpen(IArtifactStore store, ArtifactKey key)
    {
        var reader = ArtifactReader.TryOpen(store, key);
        try
        {
            return reader is null ? null : new StoredBlocks(reader);
        }
        catch
        {
            reader?.Dispose();
            throw;
        }
    }

    /// <summary>Keeps blocks in a store, unless they are there, and opens them.</summary>
    /// <param name="store">The store; not disposed with the blocks.</param>
    /// <param name="key">What decides the blocks: documents, options, tokenizer.</param>
    /// <param name="blocks">The blocks, which are read once.</param>
    /// <param name="told">Told after each block how many there are; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two blocks; nothing is visible then.</param>
    /// <exception cref="ArtifactStorageException">The storage failed.</exception>
    public static StoredBlocks Keep(
        IArtifactStore store,
        FingerprintBuilder key,
        IEnumerable<TokenBlock> blocks,
        Action<int>? told = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(blocks);
        ArtifactWriterOptions options = new() { Codec = Kind, Options = key.Options };
        using var writer = ArtifactWriter.Create(store, key.ToKey(Kind), [], options, cancellationToken);
        if (!writer.IsComplete)
        {
            Write(writer, blocks, told, cancellationToken);
        }

        return TryOpen(store, writer.Key)!;
    }

    /// <summary>One block.</summary>
    /// <param name="index">Its place, from 0.</param>
    public TokenBlock this[int index]
    {
        get
        {
            var file = Array.BinarySearch(_firsts, index);
            file = file < 0 ? ~file - 1 : file;
            var name = NameOf(file);
            var end = index + 1 < Last(file) ? _offsets[index + 1] : _reader.Tensor(name).ByteCount;
            var bytes = new byte[end - _offsets[index]];
            _reader.ReadTensor(name, _offsets[index], bytes);
            using var record = BlockRecord.From(new MemoryStream(bytes, writable: false));
            return BlockRecord.Read(record);
        }
    }

    /// <summary>Blocks by their ids; those that are not there are left out.</summary>
    /// <param name="ids">The ids.</param>
    public IEnumerable<TokenBlock> Find(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        // Two ids of one hash are told apart by the blocks themselves. In the order of their places, so that a file is read once.
        return ids.Distinct(StringComparer.Ordinal)
            .SelectMany(id => _places.Value[HashOf(id)].Select(place => (Place: place, Id: id)))
            .Order()
            .Select(found => (Block: this[found.Place], found.Id))
            .Where(found => found.Block.Id == found.Id)
            .Select(found => found.Block);
    }

    /// <inheritdoc/>
    public IEnumerator<TokenBlock> GetEnumerator()
    {
        for (var file = 0; file < _firsts.Length; file++)
        {
            var bytes = new byte[_reader.Tensor(NameOf(file)).ByteCount];
            _reader.ReadTensor(NameOf(file), bytes);
            using var records = BlockRecord.From(new MemoryStream(bytes, writable: false));
            for (var index = _firsts[file]; index < Last(file); index++)
            {
                yield return BlockRecord.Read(records);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Write(ArtifactWriter writer, IEnumerable<TokenBlock> blocks, Action<int>? told, CancellationToken cancellationToken)
    {
        List<long> offsets = [],
            names = [],
            firsts = [];
        using MemoryStream bytes = new();
        using var records = BlockRecord.To(bytes);
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (bytes.Length == 0)
            {
                firsts.Add(offsets.Count);
            }

            offsets.Add(bytes.Length);
            names.Add(HashOf(block.Id));
            BlockRecord.Write(records, block);
            records.Flush();
            told?.Invoke(offsets.Count);
            if (bytes.Length >= FileBytes)
            {
                End();
            }
        }

        if (bytes.Length > 0)
        {
            End();
        }

        (string Name, List<long> Values)[] index = [(Offsets, offsets), (Names, names), (Firsts, firsts)];
        using (
            var file = writer.BeginTensors(
                IndexFile,
                index.Select(part => SafetensorsEntry.Of(part.Name, SafetensorsDType.I64, [part.Values.Count])),
                cancellationToken: cancellationToken
            )
        )
        {
            foreach (var (name, values) in index)
            {
                file.Write(name, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)), cancellationToken);
            }

            file.Commit(cancellationToken);
        }

        writer.Complete(cancellationToken);

        void End()
        {
            var name = NameOf(firsts.Count - 1);
            using var file = writer.BeginTensors(
                name,
                [SafetensorsEntry.Of(name, SafetensorsDType.U8, [bytes.Length])],
                cancellationToken: cancellationToken
            );
            file.Write(name, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), cancellationToken);
            file.Commit(cancellationToken);
            bytes.SetLength(0);
        }
    }

    private static string NameOf(long file) => FormattableString.Invariant($"blocks-{file:D6}");

    private static long HashOf(string id) => unchecked((long)TextHash.Of(id));

    private long Last(int file) => file + 1 < _firsts.Length ? _firsts[file + 1] : _offsets.Length;

    private long[] Read(string name)
    {
        var values = new long[_reader.Tensor(name).ByteCount / sizeof(long)];
        _reader.ReadTensor(name, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
