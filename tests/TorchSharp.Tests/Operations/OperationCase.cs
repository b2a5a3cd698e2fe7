using TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

/// <summary>One row of the table of operations: what runs in libtorch, and the same in plain C#.</summary>
/// <param name="Name">Name, unique in the table.</param>
/// <param name="Inputs">Arguments, in double precision; rounded to single where the row runs in single.</param>
/// <param name="Run">The operation under test.</param>
/// <param name="Reference">Its definition.</param>
internal sealed record OperationCase(string Name, Nd[] Inputs, Func<Tensor[], Tensor> Run, Func<Nd[], Nd> Reference)
{
    /// <summary>False where the operation has no gradient, or one that is zero almost everywhere.</summary>
    public bool Differentiable { get; init; } = true;

    /// <summary>Inputs that stay as they are in the gradient test: positions and masks.</summary>
    public int Constants { get; init; }

    /// <summary>Type of the constants.</summary>
    public ScalarType ConstantType { get; init; } = ScalarType.Int64;

    public Tensor[] Tensors(ScalarType type) =>
        [.. Inputs.Select((input, i) => input.ToTensor(i < Inputs.Length - Constants ? type : ConstantType))];

    public Nd[] Rounded(ScalarType type) => type == ScalarType.Float32 ? [.. Inputs.Select(input => input.Map(x => (float)x))] : Inputs;
}
