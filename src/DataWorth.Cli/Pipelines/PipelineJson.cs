using System.Text.Json;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Configuration;
using DataWorth.Evaluation.Tasks;

namespace DataWorth.Cli.Pipelines;

/// <summary>How pipelines are written in JSON: networks, tasks and engines are chosen by their 'kind'.</summary>
internal static class PipelineJson
{
    /// <summary>The options.</summary>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    public static JsonSerializerOptions Create(IReadOnlyList<TaskDescription> tasks) =>
        OptionsJson.Create([.. SubjectTable.Choices, TaskTable.Choice(tasks), EngineTable.Choice]);
}
