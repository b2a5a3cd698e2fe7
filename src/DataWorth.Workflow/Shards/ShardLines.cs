using System.Globalization;
using System.Text;
using DataWorth.Workflow.Plans;

namespace DataWorth.Workflow.Shards;

/// <summary>Shards that are asked for by lines of text: 'STAGE tab SHARD', answered by a line of JSON.</summary>
public static class ShardLines
{
    /// <summary>Computes shards until there are no more lines; one that names no shard is answered with why.</summary>
    /// <param name="runner">Computes.</param>
    /// <param name="input">The questions.</param>
    /// <param name="output">The answers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Serve(ShardRunner runner, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runner);
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(Encoding.UTF8.GetString(CanonicalJson.Write(Answer(runner, line, cancellationToken))));
            output.Flush();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // A question that cannot be answered says nothing of the next ones.
    private static ShardOutcome Answer(ShardRunner runner, string line, CancellationToken cancellationToken)
    {
        try
        {
            var parts = line.Split('\t');
            if (!int.TryParse(parts[^1], CultureInfo.InvariantCulture, out var shard) || parts.Length != 2)
            {
                Throw.BadLine(line);
            }

            return runner.Run(parts[0], shard, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            return new(ShardExit.Permanent, Message: exception.Message);
        }
    }
}
