using System.Reflection;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;
using DataWorth.Tests;
using Xunit.Sdk;

namespace DataWorth.Evaluation.Tests.Tasks;

/// <summary>The names of the tasks whose data are here; or of those whose data are not, which are skipped with the reason. On a build
/// machine that has a data directory none is skipped.</summary>
internal sealed class TaskDataAttribute : DataAttribute
{
    private readonly TaskDescription[] _tasks;

    /// <summary>Chooses.</summary>
    /// <param name="isHere">True for the tasks whose data are here.</param>
    public TaskDataAttribute(bool isHere)
    {
        _tasks = [.. TaskTable.Tasks.Where(task => (SharedData.IsExpected || Missing(task) is null) == isHere)];
        if (!isHere && _tasks.Length > 0)
        {
            Skip = string.Join(
                "; ",
                _tasks.Select(task => $"task {task.Name} needs '{Missing(task)}' in DATAWORTH_DATA or ../shared/data")
            );
        }
    }

    /// <summary>Finds data where tests look for them, and downloads nothing.</summary>
    public static DataLocator Locator { get; } =
        new(
            DataLocatorOptions.Create(Environment.GetEnvironmentVariable, Environment.CurrentDirectory, AppContext.BaseDirectory) with
            {
                CacheDirectory = null,
            }
        );

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => _tasks.Select(task => new object[] { task.Name });

    private static string? Missing(TaskDescription task) => task.Files.FirstOrDefault(file => Locator.Find(file) is null)?.RelativePath;
}
