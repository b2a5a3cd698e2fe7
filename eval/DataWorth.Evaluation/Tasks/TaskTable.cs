using System.Text.Json;
using DataWorth.Configuration;
using DataWorth.Evaluation.Retraining;
using DataWorth.Evaluation.Tasks.Cifar10ResNet9;
using DataWorth.Evaluation.Tasks.FashionMnistMlp;
using DataWorth.Evaluation.Tasks.GlyphsMlp;
using DataWorth.Evaluation.Tasks.OwnData;
using DataWorth.Evaluation.Tasks.WikiTextGpt2;
using DataWorth.Models.Data;
using DataWorth.Models.Networks;

namespace DataWorth.Evaluation.Tasks;

/// <summary>All tasks: what evaluation files, their schema and the tests pick them from.</summary>
public static class TaskTable
{
    /// <summary>The key in an evaluation file that names the task.</summary>
    public const string Key = "kind";

    /// <summary>The tasks.</summary>
    public static IReadOnlyList<TaskDescription> Tasks { get; } =
    [
        GlyphsMlpTask.Description,
        FashionMnistMlpTask.Description,
        Cifar10ResNet9Task.Description,
        WikiTextGpt2Task.Description,
        OwnDataTask.Description,
    ];

    /// <summary>How files name tasks, networks and their options.</summary>
    /// <param name="tasks">The tasks, as in <see cref="Choice"/>.</param>
    public static JsonSerializerOptions Json(IReadOnlyList<TaskDescription> tasks) =>
        OptionsJson.Create([Choice(tasks), .. NetworkTable.Choices]);

    /// <summary>The choice of a task by its name.</summary>
    /// <param name="tasks">The tasks, at least one, each with a name and a type of options of its own.</param>
    /// <exception cref="ArgumentException">There is none, two share a name or a type of options, or a type has an option that files would
    /// call <see cref="Key"/>.</exception>
    public static OptionChoice Choice(IReadOnlyList<TaskDescription> tasks)
    {
        List<(string Name, Type Type)> rows = [];
        foreach (var task in tasks)
        {
            var type = task.DefaultOptions().GetType();
            if (rows.FirstOrDefault(row => row.Name == task.Name || row.Type == type) is { Name: { } other })
            {
                Throw.TaskTwice(other, task.Name, type);
            }

            if (OptionsJson.Default.GetTypeInfo(type).Properties.Any(option => option.Name == Key))
            {
                Throw.TaskOptionTaken(task.Name, type, Key);
            }

            rows.Add((task.Name, type));
        }

        if (rows.Count == 0)
        {
            Throw.NoTasks();
        }

        return new OptionChoice(typeof(TaskOptions), Key, rows);
    }

    /// <summary>Loads the data and makes the task that options belong to.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="options">Options of one of them.</param>
    /// <param name="locator">Finds the data.</param>
    /// <exception cref="DataUnavailableException">The data are nowhere.</exception>
    public static Task<RetrainingTask> CreateAsync(IReadOnlyList<TaskDescription> tasks, TaskOptions options, DataLocator locator) =>
        tasks.Single(task => task.DefaultOptions().GetType() == options.GetType()).CreateAsync(options, locator);
}
