namespace DataWorth.Scoring;

/// <summary>Applies score rules.</summary>
public static class ScoreRules
{
    /// <summary>Whether a rule needs the self-influence of training examples.</summary>
    public static bool NeedsSelfInfluence(this ScoreRule rule) => rule != ScoreRule.Dot;

    /// <summary>Whether a rule needs the self-influence of queries.</summary>
    public static bool NeedsQuerySelfInfluence(this ScoreRule rule) => rule == ScoreRule.Cosine;

    /// <summary>Turns preconditioned dot products into scores, in place. An example whose self-influence is 0 scores 0, never
    /// NaN.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="products">s(q, n), [B, Q]; overwritten.</param>
    /// <param name="trainSelf">s_n, [B]; not read for <see cref="ScoreRule.Dot"/>.</param>
    /// <param name="querySelf">s_q, [Q]; read only where <see cref="NeedsQuerySelfInfluence"/>.</param>
    public static void Apply(this ScoreRule rule, Tensor products, Tensor? trainSelf, Tensor? querySelf)
    {
        using var scope = NewDisposeScope();
        switch (rule)
        {
            case ScoreRule.Relatif:
                products.mul_(InverseRoot(trainSelf!).unsqueeze(1));
                break;
            case ScoreRule.L2:
                products.sub_(trainSelf!.unsqueeze(1) * 0.5);
                break;
            case ScoreRule.Cosine:
                products.mul_(InverseRoot(trainSelf!).unsqueeze(1)).mul_(InverseRoot(querySelf!).unsqueeze(0));
                break;
        }
    }

    private static Tensor InverseRoot(Tensor values) => where(values.gt(0), values.rsqrt(), zeros_like(values));
}
