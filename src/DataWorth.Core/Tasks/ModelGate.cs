using System.Runtime.CompilerServices;

namespace DataWorth.Tasks;

/// <summary>One lock for each model: a pass has hooks on its modules and may load checkpoints into it, so that passes take turns.</summary>
internal static class ModelGate
{
    private static readonly ConditionalWeakTable<nn.Module, Lock> s_locks = [];

    /// <summary>The lock of a model.</summary>
    public static Lock Of(nn.Module model) => s_locks.GetValue(model, _ => new Lock());
}
