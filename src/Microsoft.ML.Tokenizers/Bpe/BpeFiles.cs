using System.Text.Json;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads the two files of a byte pair encoding.</summary>
internal static class BpeFiles
{
    internal static Dictionary<string, int> ReadVocabulary(Stream stream)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
            foreach (JsonProperty token in document.RootElement.EnumerateObject())
            {
                vocabulary.Add(token.Name, token.Value.GetInt32());
            }

            return vocabulary;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            Throw.BadVocabulary(exception.Message, exception);
            return [];
        }
    }

    internal static List<string> ReadMerges(Stream stream)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        List<string> merges = [];
        for (int number = 1; reader.ReadLine() is string line; number++)
        {
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            if (!IsMerge(line))
            {
                Throw.BadMerge(line, $"line {number}");
            }

            merges.Add(line);
        }

        return merges;
    }

    internal static bool IsMerge(string merge)
    {
        int space = merge.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < merge.Length - 1 && merge.IndexOf(' ', space + 1) < 0;
    }
}
