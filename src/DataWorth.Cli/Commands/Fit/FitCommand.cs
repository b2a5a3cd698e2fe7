using System.CommandLine;
using DataWorth.Cli.Commands.Help;
using DataWorth.Cli.Fits;
using DataWorth.Cli.Fits.Subjects;
using DataWorth.Cli.Hosting;
using DataWorth.Configuration;
using DataWorth.Methods;
using DataWorth.Models.Training;

namespace DataWorth.Cli.Commands.Fit;

/// <summary>'dataworth fit': data, model and method become a fit in the store, which has a name.</summary>
internal sealed class FitCommand : DataWorthCommand
{
    private readonly DataArguments _data = new(
        "--data",
        "The training data: a folder of images (class/file.png), a CSV, TSV, Parquet, JSON Lines, IDX or CIFAR file, or a known data set "
            + "(fashion-mnist, cifar10, glyphs). Of a language model: texts in a file, a folder or a pattern ('books/**/*.txt'), JSON "
            + "Lines or Parquet."
    );
    private readonly ModelArguments _model = new();
    private readonly Option<bool> _train = new("--train")
    {
        Description = "Train the network on the data; its weights are kept in the store, so that a second run trains nothing.",
    };
    private readonly Option<string> _method = new("--method")
    {
        Description = $"How examples are compared: {string.Join(", ", MethodTable.Methods.Select(method => method.Name))}.",
        HelpName = "name",
        DefaultValueFactory = _ => "logra",
    };
    private readonly Option<string?> _name = new("--name", "-n")
    {
        Description = "Name of the fit, by which other commands find it. Default: made of the data and the method, such as 'iris-logra'.",
        HelpName = "name",
    };
    private readonly Option<string> _store = StoreOption.Create();
    private readonly Option<string[]> _set = Settings.Create();
    private readonly SettingOption[] _training =
    [
        new("--epochs", "n", "Passes of the training over the data. Default 20, of a gpt 10.", "epochs"),
        new("--learning-rate", "x", "Learning rate of the training. Default 0.03, of a gpt 0.001.", "learning-rate"),
        new("--threads", "n", "Threads of libtorch. Default: one per processor, or OMP_NUM_THREADS.", "threads"),
    ];
    private readonly Option<int?> _rank = NumberOption.Whole(
        "--rank",
        "Rank of the projections; the same as --set rank=N. Default: the method's, 64 for LoGra; a side of a layer that is shorter stays whole.",
        1,
        int.MaxValue
    );
    private readonly Option<string?> _clipTokens = new("--clip-tokens")
    {
        Description =
            "Of texts: scale down tokens whose gradient is longer than this quantile of their text's (0.95), or absolute:NUMBER; the same as "
            + "--set clip-tokens=X.",
        HelpName = "x",
    };
    private readonly Option<long?> _seed = new("--seed")
    {
        Description = "One seed for the first weights, the order of training and the projections. Default 0.",
        HelpName = "n",
    };

    /// <summary>Makes the command.</summary>
    public FitCommand()
        : base("fit", "Fit an attribution method on your own data and model, and keep it in the store under a name.")
    {
        _data.AddTo(this);
        _model.AddTo(this);
        Array.ForEach<Option>([_train, .. _training, _method, _rank, _clipTokens, _seed, _set, _name, _store], Options.Add);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("dataworth fit --data iris.csv --model mlp --train --name iris", "train a perceptron on a table, and fit LoGra"),
        new("dataworth topk --name iris --queries new.csv", "which rows of iris.csv are behind the predictions for new.csv"),
        new("dataworth fit --data photos --model net.yaml --checkpoint net.safetensors", "images in folders, a network of your own"),
        new("dataworth fit --data glyphs --model resnet9 --train --epochs 3 --method ekfac", "another method, another network"),
        new("dataworth fit --data 'books/**/*.txt' --model pythia-70m --method lorif --name books", "a language model and its texts"),
        new("dataworth fit --data 'notes/*.md' --model gpt --train --set model.layers=2", "a small language model that is trained on them"),
    ];

    /// <inheritdoc/>
    public override string? Note =>
        "Options for --set, with defaults and ranges: 'dataworth help methods [NAME]', 'help training', 'help models'; layers of a network "
        + "in a\nYAML file: 'dataworth help layers'.";

    /// <inheritdoc/>
    public override void WriteMoreHelp(ParseResult parseResult, CommandConsole console)
    {
        var topic = OptionTopic.All.First(topic => topic.Name == "methods");
        if (
            parseResult.GetResult(_method) is { Implicit: false, Errors: var errors } given
            && !errors.Any()
            && topic.Sections.FirstOrDefault(section => section.Name == given.GetValueOrDefault<string>()) is { } section
        )
        {
            OptionHelp.Write(console.Output, section, [], console);
            console.Output.WriteLine(topic.Usage);
        }
    }

    /// <inheritdoc/>
    public override bool UsesLibTorch => true;

    /// <inheritdoc/>
    public override string Typed(string message) => OptionNames.Typed.Of(message);

    /// <inheritdoc/>
    public override int Run(CommandContext context)
    {
        var definition = Define(context);
        ThreadLimit.Check(definition.Subject.Training?.Threads, "--threads");
        using var store = StoreOption.OpenWritable(context, _store);
        var outcome = new FitRun(definition, store, context).Execute();
        context.Write(FitResult.From(outcome), output => FitText.Write(output, outcome, context));
        return ExitCodes.Success;
    }

    private FitDefinition Define(CommandContext context)
    {
        var settings = Settings.Read(context.Get(_set)!);
        var method = MethodTable.Get(context.Get(_method)!);
        var texts = settings.ToDictionary();
        if (context.Get(_rank) is { } rank && !texts.TryAdd("rank", rank.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            throw new UserErrorException("--rank and --set rank=... are the same; give one.");
        }

        if (context.Get(_clipTokens) is { } clipping && !texts.TryAdd("clip-tokens", clipping))
        {
            throw new UserErrorException("--clip-tokens and --set clip-tokens=... are the same; give one.");
        }

        if (context.Get(_rank) is not null && !OptionsBinder.Describe(method.DefaultOptions()).ContainsKey("rank"))
        {
            throw new UserErrorException(
                $"Method '{method.Name}' has no rank; leave --rank out. 'dataworth inspect model' shows what methods take."
            );
        }

        var model = _model.Name(context);
        _model.AddSettings(context, texts, Name);
        var subject = SubjectTable
            .Of(model)
            .Define(new(_data.Typed(context)!, model, _model.Checkpoint(context), Training(context, texts, SubjectTable.Of(model)), texts));
        var options = Settings.Bind(subject.Defaults(method.DefaultOptions()), texts, "") with
        {
            Name = context.Get(_name) ?? $"{Path.GetFileNameWithoutExtension(subject.Path)}-{method.Name}",
        };
        OptionRules.CheckFileName("--name", options.Name);
        var size = method.CreateRecipe(options).Size;
        return new FitDefinition(subject, method.Name, Seeded(options, context.Get(_seed)))
        {
            ChoosesSize = size is not null && !texts.ContainsKey(size.Name),
        };
    }

    private TrainingOptions? Training(CommandContext context, IReadOnlyDictionary<string, string> texts, SubjectKind kind)
    {
        if (!context.Get(_train))
        {
            string[] given =
            [
                .. _training.Where(context.IsGiven).Select(option => option.Name),
                .. texts.Keys.Where(name => name.StartsWith("training.", StringComparison.Ordinal)).Select(name => $"--set {name}"),
            ];
            return given.Length == 0
                ? null
                : throw new UserErrorException(
                    $"Without --train, options of the training do nothing: {string.Join(", ", given)}."
                        + (given.Contains("--threads") ? " The threads of a fit are those of OMP_NUM_THREADS." : "")
                );
        }

        var training = Settings.Bind(kind.Training, texts, "training.");
        training = _training.Aggregate(training, (options, option) => option.Apply(options, context, Name));
        return context.Get(_seed) is { } seed ? training with { Seed = seed } : training;
    }

    // Methods that draw nothing refuse a seed.
    private static AttributionOptions Seeded(AttributionOptions options, long? seed)
    {
        if (seed is not { } value)
        {
            return options;
        }

        var seeded = options with { Seed = value };
        try
        {
            seeded.Validate();
            return seeded;
        }
        catch (ArgumentException)
        {
            return options;
        }
    }
}
