using System.Security.Cryptography;
using System.Text;
using DataWorth.Models.Data;

namespace DataWorth.Language.Corpora;

/// <summary>Documents in order.</summary>
public sealed class TextCorpus
{
    private readonly Lazy<string> _fingerprint;

    /// <summary>Makes a corpus.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="documents">Its documents; their ids differ.</param>
    /// <param name="provenance">Where it comes from.</param>
    /// <exception cref="ArgumentException">Two documents have the same id.</exception>
    public TextCorpus(string name, IReadOnlyList<TextDocument> documents, DatasetProvenance provenance)
    {
        (Name, Documents, Provenance) = (name, documents, provenance);
        _fingerprint = new(ComputeFingerprint);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (var place = 0; place < documents.Count; place++)
        {
            if (!places.TryAdd(documents[place].Id, place))
            {
                Throw.DocumentTwice(name, documents[place].Id, places[documents[place].Id], place);
            }
        }
    }

    /// <summary>The name of the corpus.</summary>
    public string Name { get; }

    /// <summary>The documents in order.</summary>
    public IReadOnlyList<TextDocument> Documents { get; }

    /// <summary>Where the corpus comes from.</summary>
    public DatasetProvenance Provenance { get; }

    /// <summary>SHA-256 of the content: ids and texts of the documents; 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The first documents.</summary>
    /// <param name="count">Their number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer documents.</exception>
    public TextCorpus Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > Documents.Count)
        {
            Throw.TooFewDocuments(Name, Documents.Count, count);
        }

        return new TextCorpus(Name, [.. Documents.Take(count)], Provenance);
    }

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in Documents)
        {
            var text = Encoding.UTF8.GetBytes(document.Text);
            hash.AppendData(Encoding.UTF8.GetBytes($"{document.Id}\n{text.Length}\n"));
            hash.AppendData(text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
