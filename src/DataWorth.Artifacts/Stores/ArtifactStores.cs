using System.Collections.Concurrent;

namespace DataWorth.Artifacts;

/// <summary>Opens a store by its address: <c>file:PATH</c>, a plain path, <c>memory:</c>, and what other assemblies add
/// (<c>az://…</c>).</summary>
public static class ArtifactStores
{
    private static readonly ConcurrentDictionary<string, Func<string, IArtifactStore>> s_schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["file"] = address => new FileArtifactStore(address["file:".Length..]),
        ["memory"] = _ => new MemoryArtifactStore(),
    };

    /// <summary>Teaches <see cref="Open"/> another kind of address.</summary>
    /// <param name="scheme">What stands before the first ':', at least two letters (one letter is a drive).</param>
    /// <param name="open">Makes the store from the whole address.</param>
    /// <exception cref="ArgumentException">The scheme is too short.</exception>
    public static void Register(string scheme, Func<string, IArtifactStore> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentOutOfRangeException.ThrowIfLessThan(scheme.Length, 2);
        s_schemes[scheme] = open;
    }

    /// <summary>Opens a store.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="ArgumentException">The address is empty or of an unknown kind.</exception>
    public static IArtifactStore Open(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var colon = address.IndexOf(':');
        if (colon < 2)
        {
            return new FileArtifactStore(address);
        }

        var scheme = address[..colon];
        if (scheme.Any(character => !char.IsAsciiLetterOrDigit(character)))
        {
            return new FileArtifactStore(address);
        }

        if (!s_schemes.TryGetValue(scheme, out var open))
        {
            Throw.UnknownScheme(scheme, s_schemes.Keys);
        }

        return open(address);
    }
}
