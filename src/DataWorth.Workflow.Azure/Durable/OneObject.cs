using DurableTask.Core;

namespace DataWorth.Workflow.Azure.Durable;

/// <summary>Gives the same object for each call of an activity.</summary>
internal sealed class OneObject<T> : ObjectCreator<T>
{
    private readonly T _value;

    /// <summary>Makes it.</summary>
    public OneObject(string name, string version, T value)
    {
        (Name, Version, _value) = (name, version, value);
    }

    /// <inheritdoc/>
    public override T Create() => _value;
}
