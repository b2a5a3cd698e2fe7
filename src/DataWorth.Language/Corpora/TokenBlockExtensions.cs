using DataWorth.Models.Training;
using static TorchSharp.torch;

namespace DataWorth.Language.Corpora;

/// <summary>What blocks become.</summary>
public static class TokenBlockExtensions
{
    /// <summary>All blocks for training: the tokens of every block but the last [N, T - 1], and the token that follows each [N, T - 1]; -100
    /// where the loss does not count it, and where a block is shorter.</summary>
    /// <param name="blocks">The blocks; read once.</param>
    public static TensorDataset ToTensors(this IEnumerable<TokenBlock> blocks)
    {
        List<(string Id, int[] Tokens, bool[] Counts)> rows = [.. blocks.Select(block => (block.Id, block.InputIds, block.Counts))];
        var length = Math.Max(1, rows.Select(row => row.Tokens.Length - 1).DefaultIfEmpty(1).Max());
        var inputs = new long[rows.Count * length];
        var targets = new long[rows.Count * length];
        Array.Fill(targets, Objective.Ignored);
        foreach (var (number, (_, tokens, counts)) in rows.Index())
        {
            for (var place = 0; place < tokens.Length - 1; place++)
            {
                inputs[(number * length) + place] = tokens[place];
                if (counts[place + 1])
                {
                    targets[(number * length) + place] = tokens[place + 1];
                }
            }
        }

        string[] ids = [.. rows.Select(row => row.Id)];
        using var scope = NewDisposeScope();
        return new TensorDataset(tensor(inputs, [ids.Length, length]), tensor(targets, [ids.Length, length]), row => ids[row]);
    }
}
