using DataWorth.Language.Networks;
using DataWorth.Randomness;
using static TorchSharp.torch;

namespace DataWorth.Language.Generation;

/// <summary>Continues texts, token by token.</summary>
public static class TextGenerator
{
    /// <summary>The tokens that follow a prompt, each as soon as it is chosen. They end at an end token, at <see
    /// cref="GenerationOptions.MaximumTokens"/>, or where the model has no more positions.</summary>
    /// <param name="model">The model, which is run in evaluation mode.</param>
    /// <param name="prompt">The prompt, at least one token.</param>
    /// <param name="options">How tokens are chosen; null for the default.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    /// <exception cref="ArgumentException">The prompt is empty or too long, or an option is out of range.</exception>
    public static IEnumerable<int> Generate(
        LanguageModel model,
        IReadOnlyList<int> prompt,
        GenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        if (prompt.Count == 0)
        {
            Throw.EmptyPrompt();
        }

        if (prompt.Count > model.Positions)
        {
            Throw.TooManyPositions(prompt.Count, model.Positions);
        }

        return Tokens(model, prompt, options, cancellationToken);
    }

    private static IEnumerable<int> Tokens(
        LanguageModel model,
        IReadOnlyList<int> prompt,
        GenerationOptions options,
        CancellationToken cancellationToken
    )
    {
        var random = new SeededRandom(options.Seed);
        using var cache = new KeyValueCache();
        List<int> all = [.. prompt];
        for (var made = 0; made < options.MaximumTokens && all.Count <= model.Positions; made++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var token = Choose(Logits(model, options.UsesCache ? cache : null, all), options, random);
            all.Add(token);
            yield return token;
            if (options.Ends.Contains(token))
            {
                yield break;
            }
        }
    }

    // The logits after the last token, [V].
    private static float[] Logits(LanguageModel model, KeyValueCache? cache, List<int> tokens)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        var wasTraining = model.training;
        model.eval();
        try
        {
            long[] fresh = [.. tokens.Skip((int)(cache?.Length ?? 0)).Select(token => (long)token)];
            var device = model.TokenTable.device;
            var logits = cache is null
                ? model.call(tensor(fresh, [1, fresh.Length], device: device))[0, -1]
                : model.Next(tensor(fresh, [1, fresh.Length], device: device), cache)[0];
            return logits.to(ScalarType.Float32).cpu().data<float>().ToArray();
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    private static int Choose(float[] logits, GenerationOptions options, SeededRandom random)
    {
        var best = Array.IndexOf(logits, logits.Max());
        if (options.Temperature == 0)
        {
            return best;
        }

        double[] weights = [.. logits.Select(logit => Math.Exp((logit - logits[best]) / options.Temperature))];
        int[] order = [.. Enumerable.Range(0, logits.Length).OrderByDescending(token => weights[token])];
        var limit = options.Share * weights.Sum();
        var kept = 0;
        for (var sum = 0.0; kept < order.Length && (kept == 0 || sum < limit); kept++)
        {
            sum += weights[order[kept]];
        }

        var rest = random.NextDouble(0, order.Take(kept).Sum(token => weights[token]));
        foreach (var token in order.Take(kept))
        {
            rest -= weights[token];
            if (rest < 0)
            {
                return token;
            }
        }

        return order[kept - 1];
    }
}
