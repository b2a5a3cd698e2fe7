using DurableTask.Core;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Gives a new object for each orchestration.</summary>
internal sealed class NewObject<T> : ObjectCreator<T>
{
    private readonly Func<T> _create;

    /// <summary>Makes it.</summary>
    public NewObject(string name, string version, Func<T> create)
    {
        (Name, Version, _create) = (name, version, create);
    }

    /// <inheritdoc/>
    public override T Create() => _create();
}
