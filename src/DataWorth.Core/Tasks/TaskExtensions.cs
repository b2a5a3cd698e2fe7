namespace DataWorth.Tasks;

/// <summary>What tasks can do besides losses.</summary>
internal static class TaskExtensions
{
    /// <summary>The task as one with right labels.</summary>
    /// <exception cref="NotSupportedException">It has none.</exception>
    public static IClassifies Classifies(this AttributionTask task)
    {
        if (task is not IClassifies classifier)
        {
            CoreThrow.NoLabels(task.GetType().Name);
            throw null!;
        }

        return classifier;
    }
}
