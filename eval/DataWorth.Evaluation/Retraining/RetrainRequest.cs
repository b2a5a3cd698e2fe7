namespace DataWorth.Evaluation.Retraining;

/// <summary>One retraining: who is trained on, and from which seed.</summary>
/// <param name="Members">The training examples.</param>
/// <param name="Seed">Seed of the initial weights and of the order of the batches.</param>
public sealed record RetrainRequest(MemberSet Members, long Seed);
