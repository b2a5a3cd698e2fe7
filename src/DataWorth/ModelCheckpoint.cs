namespace DataWorth;

/// <summary>One of several checkpoints (or independently trained models) over which a method averages.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Load">Puts its weights into the model: others than those of the fit's other checkpoints.</param>
/// <param name="Weight">Its share in the sum of scores: 1/K for averages (TRAK), the learning rate for TracIn. A finite number of at most
/// 3.4e38 in size (float32); not 0 for all checkpoints; negative only with <see cref="Scoring.ScoreRule.Dot"/>, as other rules need the sum
/// of self-influences, which must not be negative.</param>
public sealed record ModelCheckpoint(string Name, Action<nn.Module> Load, double Weight);
