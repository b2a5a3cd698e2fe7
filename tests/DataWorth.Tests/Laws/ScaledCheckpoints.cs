namespace DataWorth.Tests.Laws;

/// <summary>Checkpoints of a problem's model: its weights, times a factor.</summary>
internal sealed class ScaledCheckpoints(AttributionProblem problem) : IDisposable
{
    private readonly List<Tensor> _start =
    [
        .. problem.Classifier.Model.parameters().Select(parameter => parameter.clone().detach().DetachFromDisposeScope()),
    ];

    public ModelCheckpoint At(double factor, double share, string name) => new(name, _ => Load(factor), share);

    public void Load(double factor)
    {
        using var off = no_grad();
        foreach (var (parameter, value) in problem.Classifier.Model.parameters().Zip(_start))
        {
            using var scaled = value * factor;
            parameter.copy_(scaled);
        }
    }

    public void Dispose()
    {
        Load(1);
        _start.ForEach(value => value.Dispose());
    }
}
