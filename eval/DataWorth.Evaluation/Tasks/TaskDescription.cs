using DataWorth.Evaluation.Retraining;
using DataWorth.Models.Data;

namespace DataWorth.Evaluation.Tasks;

/// <summary>One row of the task table: all that the commands, the schema and the tests know of a task. How its examples are shown, and which
/// checks can be made of it, its <see cref="RetrainingTask"/> says.</summary>
/// <param name="Name">Name in evaluation files, such as "glyphs-mlp".</param>
/// <param name="Summary">Data and model, in one line.</param>
/// <param name="Files">The files that it reads; none for data that the program makes.</param>
/// <param name="DefaultOptions">Makes options with the task's own values; a type of options belongs to one task.</param>
/// <param name="CreateAsync">Loads the data and makes the task of options.</param>
public sealed record TaskDescription(
    string Name,
    string Summary,
    IReadOnlyList<DataFile> Files,
    Func<TaskOptions> DefaultOptions,
    Func<TaskOptions, DataLocator, Task<RetrainingTask>> CreateAsync
)
{
    /// <summary>A row from functions of the task's own type of options.</summary>
    /// <param name="name">Name in evaluation files.</param>
    /// <param name="summary">Data and model, in one line.</param>
    /// <param name="files">The files that it reads.</param>
    /// <param name="createAsync">Loads the data and makes the task of valid options.</param>
    public static TaskDescription Of<T>(
        string name,
        string summary,
        IReadOnlyList<DataFile> files,
        Func<T, DataLocator, Task<RetrainingTask>> createAsync
    )
        where T : TaskOptions, new() =>
        new(
            name,
            summary,
            files,
            () => new T(),
            (options, locator) =>
            {
                options.Validate();
                return createAsync((T)options, locator);
            }
        );
}
