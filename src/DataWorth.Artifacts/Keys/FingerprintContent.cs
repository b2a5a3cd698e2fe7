using System.Security.Cryptography;

namespace DataWorth.Artifacts;

/// <summary>Takes the bytes of one fingerprint entry part by part; the entry is added when it is disposed.</summary>
public sealed class FingerprintContent : IDisposable
{
    private readonly FingerprintBuilder _builder;
    private readonly string _name;
    private IncrementalHash? _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal FingerprintContent(FingerprintBuilder builder, string name)
    {
        _builder = builder;
        _name = name;
    }

    /// <summary>Appends a part.</summary>
    /// <param name="part">The next bytes.</param>
    /// <exception cref="ObjectDisposedException">The entry was added already.</exception>
    public void Append(ReadOnlySpan<byte> part)
    {
        ObjectDisposedException.ThrowIf(_hash is null, this);
        _hash.AppendData(part);
    }

    /// <summary>Adds the entry.</summary>
    /// <exception cref="ArgumentException">The name was added before.</exception>
    public void Dispose()
    {
        if (_hash is not null)
        {
            var hash = _hash.GetHashAndReset();
            _hash.Dispose();
            _hash = null;
            _builder.AddHash(_name, hash);
        }
    }
}
