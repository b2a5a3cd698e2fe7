using System.Globalization;

namespace DataWorth.Text;

/// <summary>Canonical decompositions and combining classes of the Unicode Character Database; 'Data/canonical.py' says how its file is
/// written.</summary>
internal static class CanonicalData
{
    private static readonly Dictionary<int, byte> s_classes = [];

    static CanonicalData()
    {
        using var stream = typeof(CanonicalData).Assembly.GetManifestResourceStream("canonical.txt")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            var sign = line.IndexOfAny(['#', '=', '!', '-']);
            switch (line[sign])
            {
                case '#':
                    continue;
                case '-':
                    var colon = line.IndexOf(':', StringComparison.Ordinal);
                    for (var point = Number(line[..sign]); point <= Number(line[(sign + 1)..colon]); point++)
                    {
                        s_classes[point] = (byte)Number(line[(colon + 1)..]);
                    }

                    continue;
                default:
                    int[] parts = [.. line[(sign + 1)..].Split(' ').Select(Number)];
                    Decompositions[Number(line[..sign])] = parts;
                    if (line[sign] == '=')
                    {
                        Compositions[(parts[0], parts[1])] = Number(line[..sign]);
                    }

                    continue;
            }
        }
    }

    /// <summary>What a character is decomposed into, one step.</summary>
    internal static Dictionary<int, int[]> Decompositions { get; } = [];

    /// <summary>The character that two are composed to.</summary>
    internal static Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>The canonical combining class; 0 for what is no mark.</summary>
    internal static int Class(int point) => s_classes.GetValueOrDefault(point);

    private static int Number(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
