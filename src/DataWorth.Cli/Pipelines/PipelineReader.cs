using System.Text.Json.Nodes;
using DataWorth.Cli.Commands.Quickstart;
using DataWorth.Cli.Hosting;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks;
using DataWorth.Models.Data;

namespace DataWorth.Cli.Pipelines;

/// <summary>Reads pipeline and evaluation files strictly: what is not understood is refused with file, line, what was found and what was
/// expected.</summary>
internal static class PipelineReader
{
    /// <summary>Where an evaluation has paths.</summary>
    public static IReadOnlyList<string> TaskPaths { get; } = ["task.data.path", "task.queries.path", "task.network.assembly"];

    private const string ResourceName = "quickstart.yaml";

    /// <summary>Reads the file that the quickstart command was built with, pipelines/quickstart.yaml.</summary>
    public static QuickstartDefinition ReadQuickstart()
    {
        using var stream =
            typeof(PipelineReader).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly holds no resource '{ResourceName}'.");
        using StreamReader reader = new(stream);
        return ParseQuickstart(reader.ReadToEnd(), "pipelines/" + ResourceName);
    }

    /// <summary>Reads a quickstart file; '-' is standard input.</summary>
    /// <exception cref="UserErrorException">The file is missing, is no YAML, or holds something that is not understood.</exception>
    /// <exception cref="InvalidDataException">Its bytes are no text in UTF-8, or in what its byte-order mark says.</exception>
    public static QuickstartDefinition ReadQuickstart(string path) =>
        ParseQuickstart(Text(path, "pipeline", "Give --pipeline the path of a YAML file such as pipelines/quickstart.yaml."), NameOf(path));

    /// <summary>Reads the text of a quickstart file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    public static QuickstartDefinition ParseQuickstart(string text, string file) =>
        YamlValues.Bind(text, file, new QuickstartDefinition(), "the pipeline");

    /// <summary>Reads an evaluation file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tasks">The tasks that it can name.</param>
    /// <exception cref="UserErrorException">The file is missing, is no YAML, or holds something that is not understood.</exception>
    /// <exception cref="InvalidDataException">Its bytes are no text in UTF-8, or in what its byte-order mark says.</exception>
    public static EvaluationDefinition ReadEvaluation(string path, IReadOnlyList<TaskDescription> tasks) =>
        ParseEvaluation(
            Text(path, "evaluation", "Give the path of a YAML file such as pipelines/fashion-mnist-evaluation.yaml."),
            NameOf(path),
            tasks
        );

    /// <summary>Reads the text of an evaluation file.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">The name to use in messages.</param>
    /// <param name="tasks">The tasks that it can name.</param>
    public static EvaluationDefinition ParseEvaluation(string text, string file, IReadOnlyList<TaskDescription> tasks) =>
        ParseEvaluation(new YamlValues(text, file, "the evaluation"), FilePaths.FolderOf(file), tasks);

    /// <summary>Reads a pipeline file; '-' is standard input.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Values by name that are set in it.</param>
    /// <param name="tasks">The tasks that an evaluation can name.</param>
    /// <exception cref="UserErrorException">The file is missing, is no YAML, or holds something that is not understood.</exception>
    public static PipelineFile ReadPipeline(
        string path,
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyList<TaskDescription> tasks
    ) =>
        PipelineFile.Parse(
            Text(path, "pipeline", "Give the path of a YAML file such as pipelines/own-csv.yaml."),
            NameOf(path),
            settings,
            tasks
        );

    private static EvaluationDefinition ParseEvaluation(YamlValues values, string folder, IReadOnlyList<TaskDescription> tasks)
    {
        if (values.Root is JsonObject root)
        {
            FilePaths.Locate(root, folder, TaskPaths);
        }

        return values.Bind(values.Root, new EvaluationDefinition(), "the evaluation", TaskTable.Json(tasks));
    }

    private static string NameOf(string path) => path == OutputFile.Standard ? "standard input" : path;

    private static string Text(string path, string kind, string remedy) =>
        path == OutputFile.Standard ? Console.In.ReadToEnd()
        : File.Exists(path) ? YamlText(path, kind, remedy)
        : Directory.Exists(path) ? throw new UserErrorException($"'{path}' is a folder, expected one {kind} file. {remedy}")
        : throw new UserErrorException($"The {kind} file '{path}' does not exist. {remedy}");

    private static string YamlText(string path, string kind, string remedy)
    {
        try
        {
            return TextFile.Read(path);
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException($"The {kind} file '{path}' is no YAML: {exception.Message} {remedy}", exception);
        }
    }
}
