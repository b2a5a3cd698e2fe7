using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using DataWorth.Cli.Fits.Rows;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Fits.Texts;
using DataWorth.Configuration;
using DataWorth.Evaluation.Results;
using DataWorth.Evaluation.Tasks.OwnData;
using DataWorth.Models.Data.Sources;
using DataWorth.Models.Networks;
using DataWorth.Models.Training;
using DataWorth.Workflow.Engines;
using DataWorth.Workflow.Engines.Local;

namespace DataWorth.Cli.Pipelines;

/// <summary>A pipeline file: a whole job. Keys in the file are these names in kebab case.</summary>
[Description("A DataWorth pipeline: data, model, methods, queries, evaluation, and where it runs.")]
internal sealed record PipelineDefinition : IValidatedOptions
{
    /// <summary>Name of the section of the queries.</summary>
    public const string QueriesName = "queries";

    /// <summary>A name for people, of fits and of files. Default "": the name of the file.</summary>
    [Description("A name for people, of fits and of files: letters, digits, '-', '_' and '.'. Default: the name of the file.")]
    public string Name { get; init; } = "";

    /// <summary>Values that texts of the file name as ${name}.</summary>
    [Description("Values that texts of the file name as ${name}.")]
    public JsonObject Variables { get; init; } = [];

    /// <summary>Options by their path, each with a list of values: every combination is computed.</summary>
    [Description(
        "Options by their path (methods.logra.rank), each with a list of values: every combination is computed, what they share once."
    )]
    public JsonObject Matrix { get; init; } = [];

    /// <summary>The training data; null where only an evaluation is asked for.</summary>
    [Description("The training data.")]
    public JsonObject? Data { get; init; }

    /// <summary>The model, with its checkpoint or to be trained.</summary>
    [Description("The model: a network with a checkpoint, one that is trained, or a language model.")]
    public ModelOptions? Model { get; init; }

    /// <summary>How the model is trained; null where it has a checkpoint.</summary>
    [Description("How the model is trained; without it the model needs a checkpoint.")]
    public TrainingOptions? Training { get; init; }

    /// <summary>The methods by a name, each with its options; 'method' names a row of the method table where the name is another.</summary>
    [Description("The methods by a name, each with its options; 'method' says which, where the name is another.")]
    public JsonObject Methods { get; init; } = [];

    /// <summary>The rows whose predictions are explained; null for none.</summary>
    [Description("The rows whose predictions are explained, or the texts.")]
    public JsonObject? Queries { get; init; }

    /// <summary>What comes out.</summary>
    [Description("What comes out.")]
    public OutputOptions Outputs { get; init; } = new();

    /// <summary>A comparison with retraining; null for none.</summary>
    [Description("A comparison of methods with retraining.")]
    public EvaluationDefinition? Evaluation { get; init; }

    /// <summary>Shards of the stages that pass over rows or retrain. Default 1.</summary>
    [Description("Shards of the stages that pass over rows or retrain: how many workers can share them.")]
    [Range(1, 100_000)]
    public int Shards { get; init; } = 1;

    /// <summary>Threads of a shard; null (the default) for all of the machine that plans, shared by the processes of the local engine. Results of
    /// unlike numbers differ in their last bits.</summary>
    [Description(
        "Threads of a shard; null for all of the machine that plans. Results of unlike numbers of threads may differ in their last bits."
    )]
    [Range(1, 1024)]
    public int? Threads { get; init; }

    /// <summary>Where everything is kept. Default null: --store, or the usual place.</summary>
    [Description("Where everything is kept: a folder, file:PATH, or az://ACCOUNT/CONTAINER/PREFIX.")]
    public string? Store { get; init; }

    /// <summary>What runs the shards. Default: this machine.</summary>
    [Description("What runs the shards.")]
    public EngineOptions Engine { get; init; } = new LocalEngineOptions();

    /// <summary>What the run that wrote the file was made of; null in a file that is written by hand.</summary>
    [Description("What the run that wrote this file was made of; null in a file that is written by hand.")]
    public PipelineLock? Lock { get; init; }

    /// <inheritdoc/>
    public void Validate()
    {
        OptionRules.CheckRanges(this);
        if (Name.Length > 0)
        {
            OptionRules.CheckFileName(nameof(Name), Name);
        }

        PipelineMethods.Check(Methods);
        if (Engine.Check() is var (key, fault))
        {
            throw new OptionException(key, fault).Within("engine.");
        }

        if (Methods.Count == 0 && Evaluation is null)
        {
            throw new OptionException("methods", "there is nothing to do, expected 'methods' or an 'evaluation'.");
        }

        if (Methods.Count > 0)
        {
            _ = Subject();
        }
        else if (Data is not null || Model is not null || Queries is not null)
        {
            throw new OptionException("methods", "there is data but no method to fit on it, expected 'methods'.");
        }

        _ = OwnEvaluation();
    }

    /// <summary>The evaluation; one without a task retrains the pipeline's own model on its own data, and compares its own
    /// methods.</summary>
    /// <exception cref="OptionException">There is no task, and nothing of which one could be made.</exception>
    public EvaluationDefinition? OwnEvaluation()
    {
        if (Evaluation is not { Task: null })
        {
            return Evaluation;
        }

        if (Methods.Count > 0 && Subject() is TextDefinition)
        {
            throw new OptionException(
                "evaluation",
                "there is no 'task', and language models need one, such as wikitext-gpt2 (evaluation.task.kind=wikitext-gpt2): a pipeline's own "
                    + "language model is not retrained."
            );
        }

        if (Methods.Count == 0 || Queries is null || Subject() is not RowDefinition { Training: { } training } rows)
        {
            throw new OptionException(
                "evaluation",
                "there is no 'task', expected one: what is retrained. Without it the pipeline's own 'data', 'model' and 'queries' of classes are "
                    + "taken, with 'training' and 'methods'."
            );
        }

        TrainingOptions defaults = new();
        var own = Evaluation with
        {
            Task = new OwnDataOptions
            {
                Data = rows.Data,
                Queries = TypedData.Of(Queries, QueriesName).Bind(new DataOptions()),
                Network = rows.Model,
                Training = training with { Seed = defaults.Seed, Threads = defaults.Threads },
            },
        };
        try
        {
            own.Validate();
            return own;
        }
        catch (OptionException exception)
        {
            throw new OptionException($"evaluation.{exception.Path}", exception.Message, exception);
        }
    }

    /// <summary>Data and model.</summary>
    /// <exception cref="OptionException">They are missing, not understood, or do not go together.</exception>
    public SubjectDefinition Subject()
    {
        if (Data is null)
        {
            throw new OptionException("methods", "there are methods but no 'data' to fit them on.");
        }

        if (Model is null)
        {
            throw new OptionException("methods", "there are methods but no 'model' to differentiate.");
        }

        if (Queries is null && Outputs.Suspects == 0)
        {
            throw new OptionException("outputs", "nothing comes out: there are no 'queries', and 'outputs.suspects' is 0.");
        }

        var kind = SubjectTable.Of(Model);
        if (Queries is not null)
        {
            TypedData.Of(Queries, QueriesName).RefuseOthers(kind, [.. kind.QueryOptions, .. kind.PlanOptions.SelectMany(TypedData.Names)]);
        }

        return kind.Compose(new(Data, Model, Training));
    }
}
