using System.Globalization;
using System.Text;

namespace DataWorth.Evaluation.Memorisation;

/// <summary>A <see cref="MemorisationResult"/> for people, as Markdown.</summary>
public static class MemorisationTable
{
    /// <summary>Writes it.</summary>
    public static string ToMarkdown(MemorisationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        StringBuilder text = new();
        Line($"# memorisation\n");
        Line(
            $"A GPT of {result.Options.Layers} layers, width {result.Options.Width} and {result.Parameters:n0} parameters, trained for {result.Options.Epochs} passes on {result.Passages:n0} passages of {result.Options.Context} tokens and {result.Statements:n0} statements of planted facts in {result.TrainingSeconds:0} s (loss {result.TrainingLoss:0.000} per token, chance {Math.Log(result.VocabularySize):0.000})."
        );
        Line($"Texts: {string.Join(", ", result.Documents)}. All in {result.Seconds:0} s on {result.Processors} processors.\n");
        Line($"- {result.Quotes.Queries} quoted sentences: loss {result.Quotes.Loss:0.000} per token without what stands before them.");
        Line(
            $"- {result.Facts.Queries} planted facts, each stated in 5 documents, in 4 of them in other words than it is asked in: loss {result.Facts.Loss:0.000} per token of the answer; the model answers {result.Facts.Known:P0} as they were planted.\n"
        );
        Line(
            $"| method | damping | rule | sentence's passage first | reciprocal rank | a statement first | statements in first 5 | first 10 | reciprocal rank | others that are alike | bytes per passage | fit s | score s |"
        );
        Line($"|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var score in result.Methods)
        {
            var (quotes, facts) = (score.Quotes, score.Facts);
            Line(
                $"| {score.Method} | {score.Damping} | {score.Rule} | {quotes.First:P0} | {quotes.ReciprocalRank:0.000} | {facts.First:P0} | {facts.RecallAt5:P0} | {facts.RecallAt10:P0} | {facts.ReciprocalRank:0.000} | {score.Alike:P0} | {score.BytesPerExample:n0} | {score.FitSeconds:0.0} | {score.ScoreSeconds:0.0} |"
            );
        }

        if (result.Command is not null)
        {
            Line($"\n    {result.Command}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
