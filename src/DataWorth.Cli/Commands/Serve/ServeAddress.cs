using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DataWorth.Cli.Hosting;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>Where a server listens, and who may ask it.</summary>
internal sealed record ServeAddress
{
    /// <summary>The variable that holds the token where no option does.</summary>
    public const string TokenVariable = "DATAWORTH_TOKEN";

    private const int ShortestToken = 16;
    private readonly byte[]? _tokenDigest;

    private ServeAddress(IPAddress address, int port, string? token) =>
        (Address, Port, _tokenDigest) = (address, port, token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The address of this machine that is listened on.</summary>
    public IPAddress Address { get; }

    /// <summary>The port; 0 for any free one.</summary>
    public int Port { get; }

    /// <summary>Whether questions must carry the token.</summary>
    public bool NeedsToken => _tokenDigest is not null;

    /// <summary>Reads what was typed.</summary>
    /// <param name="address">An IP address of this machine, or "localhost".</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="token">The token; null or empty for none.</param>
    /// <exception cref="UserErrorException">It is no address, others can reach it without a token, or the token is too short.</exception>
    public static ServeAddress Of(string address, int port, string? token)
    {
        if (!IPAddress.TryParse(address == "localhost" ? "127.0.0.1" : address, out var parsed))
        {
            throw new UserErrorException(
                $"--address is '{address}', expected an IP address of this machine: 127.0.0.1 (itself alone), or 0.0.0.0 (whoever reaches it)."
            );
        }

        if (string.IsNullOrEmpty(token))
        {
            return IPAddress.IsLoopback(parsed)
                ? new(parsed, port, null)
                : throw new UserErrorException(
                    $"Others can reach --address {address}, so that they need a token to ask: set {TokenVariable} (or --token) to at least "
                        + $"{ShortestToken} characters, such as those that 'openssl rand -hex 16' writes."
                );
        }

        return token.Length >= ShortestToken && token.All(letter => letter is > ' ' and < '\x7f')
            ? new(parsed, port, token)
            : throw new UserErrorException(
                $"The token has {token.Length} characters, expected at least {ShortestToken} letters, digits and signs without blanks. Give "
                    + "one such as 'openssl rand -hex 16' writes."
            );
    }

    /// <summary>Whether a name in a request's Host header is this server's: a page elsewhere may have made its own name lead here. Where a
    /// token is needed such a page has none, and a server that others reach may have any name.</summary>
    /// <param name="host">The name, without port.</param>
    public bool IsOwnName(string host) =>
        NeedsToken || host is "localhost" or "127.0.0.1" or "[::1]" || host.Trim('[', ']') == Address.ToString();

    /// <summary>Whether a request carries the token, or needs none.</summary>
    /// <param name="authorization">Its Authorization header; null for none.</param>
    public bool IsAllowed(string? authorization)
    {
        const string Scheme = "Bearer ";
        return _tokenDigest is null
            || (
                authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
                && CryptographicOperations.FixedTimeEquals(
                    SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())),
                    _tokenDigest
                )
            );
    }

    /// <summary>The address of the page.</summary>
    /// <param name="port">The port that was found free.</param>
    public Uri Page(int port) =>
        new(
            Address.Equals(IPAddress.Any) ? $"http://{Dns.GetHostName()}:{port}/"
            : Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"http://[{Address}]:{port}/"
            : $"http://{Address}:{port}/"
        );
}
