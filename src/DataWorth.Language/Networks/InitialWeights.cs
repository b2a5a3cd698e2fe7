using DataWorth.Models.Networks;

namespace DataWorth.Language.Networks;

/// <summary>Initial weights of language models.</summary>
internal static class InitialWeights
{
    private const double Deviation = 0.02;

    /// <summary>Biases 0, scales 1, other weights normal of standard deviation 0.02, those of branch outputs with 0.02 / √(2
    /// layers).</summary>
    public static void Fill(LanguageModel model, ParameterFiller filler, IReadOnlyList<string> branchOutputs, Func<string, bool> isNorm)
    {
        var branch = Deviation / Math.Sqrt(2.0 * model.Layers);
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (branchOutputs.Any(output => name.EndsWith(output, StringComparison.Ordinal)))
            {
                filler.Normal(name, parameter, branch);
            }
            else if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                filler.Constant(parameter, 0);
            }
            else if (isNorm(name))
            {
                filler.Constant(parameter, 1);
            }
            else
            {
                filler.Normal(name, parameter, Deviation);
            }
        }
    }
}
