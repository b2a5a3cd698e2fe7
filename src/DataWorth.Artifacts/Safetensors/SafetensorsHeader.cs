using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace DataWorth.Artifacts;

/// <summary>The header of a safetensors file: where each tensor lies, and a map of texts.</summary>
/// <remarks>
/// <code>
/// offset 0      8 bytes   N, little-endian unsigned
/// offset 8      N bytes   UTF-8 JSON object {"__metadata__":{text:text}, NAME:{"dtype":"F32","shape":[2,3],"data_offsets":[BEGIN,END]},
/// ...}, padded with spaces
/// offset 8 + N            the data; BEGIN and END count from here; no gaps, no overlaps
/// </code>
/// Written headers have 8 + N divisible by 8, and tensors are aligned to their element: in the order given if that does it, otherwise in
/// descending element size.
/// </remarks>
public sealed class SafetensorsHeader
{
    /// <summary>Longest header accepted, 100 MB, as in the format's own library.</summary>
    public const int MaximumLength = 100_000_000;

    private const int PrefixBytes = 8;

    private readonly Dictionary<string, SafetensorsTensor> _byName;

    internal SafetensorsHeader(
        IReadOnlyList<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        long dataOffset,
        long fileLength,
        IReadOnlyDictionary<string, string>? otherTypes = null
    )
    {
        OtherTypes = otherTypes ?? new Dictionary<string, string>();
        Tensors = tensors;
        Metadata = metadata;
        DataOffset = dataOffset;
        FileLength = fileLength;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Names and element types, such as <c>U32</c> or <c>F8_E4M3</c>, of tensors that were passed over.</summary>
    public IReadOnlyDictionary<string, string> OtherTypes { get; }

    /// <summary>The texts under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Position of the first byte of data in the file.</summary>
    public long DataOffset { get; }

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength { get; }

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">The tensor, or null.</param>
    /// <returns>False when there is none of that name.</returns>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SafetensorsTensor? tensor) =>
        _byName.TryGetValue(name, out tensor);

    /// <summary>Finds a tensor of a shard's layout.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    internal SafetensorsTensor Require(string name) =>
        TryGet(name, out var tensor) ? tensor : throw Throw.NotInLayout(name, Tensors.Select(one => one.Entry));

    /// <summary>Lays out tensors for writing: in the order given, or, where a tensor would then not be aligned to its element, larger
    /// element types first.</summary>
    /// <param name="entries">The tensors; names must differ.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>, written in ordinal order of their keys; none when null or empty.</param>
    /// <exception cref="ArgumentException">A name is empty, reserved or used twice, or a shape is not possible.</exception>
    public static SafetensorsHeader Create(IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        List<SafetensorsTensor> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        long offset = 0;
        foreach (var entry in Aligned([.. entries]))
        {
            if (entry.Name.Length == 0 || entry.Name == SafetensorsHeaderParser.MetadataName || !names.Add(entry.Name))
            {
                Throw.BadTensorName(entry.Name);
            }

            tensors.Add(new SafetensorsTensor(entry.Name, entry.DType, [.. entry.Shape], offset, entry.ByteCount));
            offset = checked(offset + entry.ByteCount);
        }

        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((var key, var value) in metadata ?? new Dictionary<string, string>())
        {
            sorted.Add(key, value);
        }

        var relative = new SafetensorsHeader(tensors, sorted, 0, offset);
        long dataOffset = relative.ToBytes().Length;
        SafetensorsTensor[] placed = [.. tensors.Select(tensor => tensor with { Offset = dataOffset + tensor.Offset })];
        return new SafetensorsHeader(placed, sorted, dataOffset, dataOffset + offset);
    }

    /// <summary>Reads and checks the header of an object.</summary>
    /// <param name="file">The object.</param>
    /// <param name="description">What to call it in errors, such as its path.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <param name="allowOtherTypes">True to pass over tensors of other element types; false (default) to refuse the object.</param>
    /// <exception cref="ArtifactException">The object is not a whole, well-formed safetensors file.</exception>
    public static SafetensorsHeader Read(
        IArtifactObject file,
        string description,
        CancellationToken cancellationToken = default,
        bool allowOtherTypes = false
    )
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        RequireLength(file.Length, description);
        file.Read(0, prefix, cancellationToken);
        var length = JsonLength(prefix, file.Length, description);
        var json = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            file.Read(PrefixBytes, json.AsSpan(0, length), cancellationToken);
            return SafetensorsHeaderParser.Parse(json.AsSpan(0, length), file.Length, description, allowOtherTypes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }

    /// <summary>Reads and checks the header of a whole file in memory.</summary>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> file, string description)
    {
        RequireLength(file.Length, description);
        return SafetensorsHeaderParser.Parse(
            file.Slice(PrefixBytes, JsonLength(file[..PrefixBytes], file.Length, description)),
            file.Length,
            description
        );
    }

    /// <summary>The header as it stands in a file: length, JSON, padding.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteJson(json);
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - 8));
        return bytes;
    }

    private static void RequireLength(long fileLength, string description)
    {
        if (fileLength < PrefixBytes)
        {
            Throw.BadSafetensors(
                description,
                $"it has {fileLength} bytes, too few for the 8-byte header length. The write was interrupted or this is another kind of "
                    + "file"
            );
        }
    }

    private static int JsonLength(ReadOnlySpan<byte> prefix, long fileLength, string description)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength)
        {
            Throw.BadSafetensors(
                description,
                $"its header length is {length}, at most {MaximumLength} is allowed. This is another kind of file, or its first 8 bytes "
                    + "are damaged"
            );
        }

        if ((long)length > fileLength - PrefixBytes)
        {
            Throw.BadSafetensors(
                description,
                $"its header length is {length}, but only {fileLength - PrefixBytes} bytes follow. The write was interrupted"
            );
        }

        return (int)length;
    }

    private static IEnumerable<SafetensorsEntry> Aligned(SafetensorsEntry[] entries)
    {
        // Modulo 2^64, which 8 divides, so that sizes too large for a file need no care here.
        ulong offset = 0;
        foreach (var entry in entries)
        {
            if (offset % (ulong)entry.DType.Size() != 0)
            {
                return entries.OrderByDescending(other => other.DType.Size());
            }

            offset += unchecked((ulong)entry.ByteCount);
        }

        return entries;
    }

    private void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Metadata.Count > 0)
        {
            json.WriteStartObject(SafetensorsHeaderParser.MetadataName);
            foreach ((var key, var value) in Metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        foreach (var tensor in Tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.DType.Name());
            json.WriteStartArray("shape");
            foreach (var size in tensor.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(tensor.Offset - DataOffset);
            json.WriteNumberValue(tensor.Offset - DataOffset + tensor.ByteCount);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
