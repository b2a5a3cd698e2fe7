using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataWorth.Artifacts;

/// <summary>Folds named values, in order, into the fingerprint of an artifact.</summary>
/// <remarks>
/// Fingerprint = the first 32 lower-case hexadecimal digits of SHA-256 over, for each entry in the order added,
/// the byte count of the name (4 bytes, little-endian), the name in UTF-8, the byte count of the text (4 bytes), the text in UTF-8.
/// The text of a whole number, number or truth value is its invariant round-trip form (<c>true</c>/<c>false</c>); of bytes it is
/// <c>sha256:</c> and their SHA-256 in
/// hexadecimal digits. <see cref="Options"/> holds the same names and texts, so that a manifest explains its own fingerprint.
/// </remarks>
public sealed class FingerprintBuilder
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly OrderedDictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>The entries, in the order added.</summary>
    public IReadOnlyDictionary<string, string> Options => _options;

    /// <summary>The same entries, to which others are added without changing this builder.</summary>
    public FingerprintBuilder Copy()
    {
        var copy = new FingerprintBuilder();
        foreach (var (name, text) in _options)
        {
            copy.Add(name, text);
        }

        return copy;
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="value">The text.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or was added before.</exception>
    public FingerprintBuilder Add(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!_options.TryAdd(name, value))
        {
            Throw.FingerprintNameTwice(name);
        }

        return this;
    }

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="value">The number.</param>
    /// <returns>This builder.</returns>
    public FingerprintBuilder Add(string name, long value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a number.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="value">The number; its shortest text that reads back to the same value is used.</param>
    /// <returns>This builder.</returns>
    public FingerprintBuilder Add(string name, double value) => Add(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a truth value.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public FingerprintBuilder Add(string name, bool value) => Add(name, value ? "true" : "false");

    /// <summary>Adds bytes.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>This builder.</returns>
    public FingerprintBuilder Add(string name, ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        return AddHash(name, hash);
    }

    /// <summary>Adds all remaining bytes of a stream; the same entry as the same bytes at once.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <param name="content">The stream, read to its end.</param>
    /// <returns>This builder.</returns>
    public FingerprintBuilder Add(string name, Stream content) => AddHash(name, SHA256.HashData(content));

    /// <summary>Starts an entry whose bytes come part by part; the same entry as the same bytes at once.</summary>
    /// <param name="name">A name that was not added before.</param>
    /// <returns>Takes the parts; the entry is added when it is disposed.</returns>
    public FingerprintContent AddContent(string name) => new(this, name);

    /// <summary>The fingerprint of the entries until now: 32 lower-case hexadecimal digits.</summary>
    public string ToFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((var name, var text) in _options)
        {
            Append(hash, name);
            Append(hash, text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>The key of an artifact of a kind with this fingerprint.</summary>
    /// <param name="kind">What the artifact is, such as <c>gradients</c>.</param>
    public ArtifactKey ToKey(string kind) => new(kind, ToFingerprint());

    internal FingerprintBuilder AddHash(string name, ReadOnlySpan<byte> hash) => Add(name, "sha256:" + Convert.ToHexStringLower(hash));

    private static void Append(IncrementalHash hash, string text)
    {
        var utf8 = s_utf8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }
}
