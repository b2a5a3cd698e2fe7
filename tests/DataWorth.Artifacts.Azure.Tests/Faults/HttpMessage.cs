using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DataWorth.Artifacts.Azure.Tests;

/// <summary>A request or an answer as it came over the wire: the head with its empty line, and the body with its framing.</summary>
internal sealed record HttpMessage(byte[] Head, byte[] Body)
{
    public string FirstLine => Encoding.Latin1.GetString(Head).Split("\r\n", 2)[0];

    /// <summary>Reads one message; null when the other side has closed.</summary>
    public static async Task<HttpMessage?> Read(NetworkStream stream, bool isAnswerToHead, CancellationToken cancellationToken)
    {
        List<byte> head = [];
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return head.Count == 0 ? null : throw new IOException("the head broke off");
            }

            head.Add(one[0]);
        }

        byte[] headBytes = [.. head];
        var text = Encoding.Latin1.GetString(headBytes);
        return new HttpMessage(headBytes, isAnswerToHead ? [] : await ReadBody(stream, text, cancellationToken));
    }

    private static async Task<byte[]> ReadBody(NetworkStream stream, string head, CancellationToken cancellationToken)
    {
        if (Header(head, "Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true)
        {
            return await ReadChunks(stream, cancellationToken);
        }

        var body = new byte[int.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }

    private static async Task<byte[]> ReadChunks(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            List<byte> line = [];
            var one = new byte[1];
            while (line.Count < 2 || line[^1] != '\n')
            {
                await stream.ReadExactlyAsync(one, cancellationToken);
                line.Add(one[0]);
            }

            body.Write([.. line]);
            var length = int.Parse(
                Encoding.ASCII.GetString([.. line]).Split(';')[0].Trim(),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
            var chunk = new byte[length + 2];
            await stream.ReadExactlyAsync(chunk, cancellationToken);
            body.Write(chunk);
            if (length == 0)
            {
                return body.ToArray();
            }
        }
    }

    private static string? Header(string head, string name)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }
}
