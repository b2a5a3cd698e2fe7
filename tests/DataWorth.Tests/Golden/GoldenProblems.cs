using DataWorth.Golden;

namespace DataWorth.Tests.Golden;

/// <summary>Opens each reference model once per floating type, so that fits are shared by the cases.</summary>
public sealed class GoldenProblems : IDisposable
{
    private readonly Dictionary<(string Model, ScalarType Type), GoldenProblem> _problems = [];

    internal GoldenProblem Get(string model, ScalarType type)
    {
        if (!_problems.TryGetValue((model, type), out var problem))
        {
            var directory = GoldenDirectory.Find() ?? throw new DirectoryNotFoundException(GoldenDirectory.Missing);
            _problems.Add((model, type), problem = GoldenProblem.Open(directory, model, type));
        }

        return problem;
    }

    public void Dispose()
    {
        foreach (var problem in _problems.Values)
        {
            problem.Dispose();
        }
    }
}
