using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace DataWorth.Cli.Commands.Serve;

/// <summary>The page: one document with its style and script inside, which loads nothing and talks to its own server alone.</summary>
internal sealed class ServePage
{
    private readonly string _policy;
    private readonly byte[] _document;

    /// <summary>Puts it together.</summary>
    /// <param name="needsToken">Whether it asks for the server's token first.</param>
    public ServePage(bool needsToken)
    {
        var (style, script) = (Resource("page.css"), Resource("page.js"));
        _document = Encoding.UTF8.GetBytes(
            Resource("page.html")
                .Replace("<html ", needsToken ? "<html data-token=\"needed\" " : "<html ", StringComparison.Ordinal)
                .Replace("/*style*/", style, StringComparison.Ordinal)
                .Replace("/*script*/", script, StringComparison.Ordinal)
        );
        _policy =
            $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; img-src data:; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = _policy;
        await response.Body.WriteAsync(_document).ConfigureAwait(false);
    }

    /// <summary>A text file of this folder.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(ServePage).Assembly.GetManifestResourceStream($"serve.{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
