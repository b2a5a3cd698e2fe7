using System.Globalization;
using DataWorth.Features;
using DataWorth.Gradients;
using DataWorth.Language.Checkpoints;
using DataWorth.Language.Networks;
using DataWorth.Language.Tokenizers;
using DataWorth.Projections;
using DataWorth.Tasks;
using TorchSharp;

namespace DataWorth.Cli.Commands.Doctor;

/// <summary>Looks at a folder of a language model: whether its gradients are those of the text alone, whatever stands around it.</summary>
internal sealed class ModelExamination : IDisposable
{
    // Two texts of different lengths, in plain English, as most models know it.
    private const string Sample =
        "Once upon a time there was a little girl. She had a red ball, and she liked to play with it in the park with her friend.";

    private const string Neighbour =
        "One day the dog ran away. The boy looked for it all day long, in the garden, in the house, behind the big tree and by the river, until "
        + "it was dark. Then his mother came and said that it was time to go home.";

    private const double LeastCosine = 0.9999;
    private const int Rank = 16;
    private const string Tokens = "Tokens";

    private readonly LanguageModel _model;
    private readonly TextTokenizer _tokenizer;
    private readonly LanguageModelingTask _task;
    private readonly TwoSidedProjectionMap _map;
    private readonly string? _text;

    /// <summary>Opens the model and its tokenizer.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="text">A text of the kind that the model was trained on; null for a plain English one.</param>
    /// <param name="cancellationToken">Stops.</param>
    public ModelExamination(string directory, string? text, CancellationToken cancellationToken)
    {
        _text = text;
        _tokenizer = TokenizerFiles.Open(directory);
        _model = LanguageModelCheckpoint.Open(directory, torch.ScalarType.Float32, null, cancellationToken);
        _task = new(_model, Tokens);
        var modules = TrackedModules.Select(_model, new());
        _map = new(
            new GradientCollector(_task, modules),
            ProjectionSet.Create(modules.Layout, ProjectionTable.Get("rademacher"), Rank, seed: 0, torch.ScalarType.Float32, torch.CPU)
        );
    }

    /// <summary>Everything, in the order in which it is printed.</summary>
    public IReadOnlyList<DoctorFinding> All()
    {
        var (own, other) = (Read(_text ?? Sample), Read(Neighbour));
        using var scope = torch.NewDisposeScope();
        var alone = Gradient([own], own.Length, _ => 0);
        if (alone.count_nonzero().item<long>() == 0)
        {
            return
            [
                Model(),
                Begin(),
                new(
                    "gradients",
                    DoctorState.Wrong,
                    "all of them are 0",
                    "weights that are 0 (or nearly so) learn nothing and attribute nothing: fetch the checkpoint again"
                ),
                Loss(own),
            ];
        }

        var unused = own.Min() == 0 ? 1 : 0;
        var padded = (int)Math.Min(_model.Positions, own.Length + 7);
        var longest = Math.Max(own.Length, other.Length);
        return
        [
            Model(),
            Begin(),
            Same("with padding", alone, Gradient([own], padded, _ => 0)),
            Same("in a batch", alone, Gradient([own, other], longest, _ => 0)),
            Same("its tokens", Gradient([own], padded, _ => unused), Gradient([own], padded, place => other[place % other.Length])),
            Loss(own),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _map.Dispose();
        _model.Dispose();
    }

    private DoctorFinding Model() =>
        new(
            "model",
            _tokenizer.VocabularySize <= _model.VocabularySize ? DoctorState.Ok : DoctorState.Wrong,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{_model.GetType().Name}, {_model.parameters().Sum(weight => weight.NumberOfElements):n0} parameters, {_model.Positions:n0} positions, vocabulary {_model.VocabularySize:n0}, tokenizer {_tokenizer.VocabularySize:n0}"
            ),
            _tokenizer.VocabularySize <= _model.VocabularySize
                ? null
                : "the tokenizer knows tokens that the model does not: take the model's own"
        );

    private DoctorFinding Begin()
    {
        if (_tokenizer.BeginId is not { } begin || !_tokenizer.AddsBegin)
        {
            return new("beginning", DoctorState.Ok, "no token is put in front of texts");
        }

        var once = _tokenizer.EncodePrompt(Sample);
        var written = _tokenizer.EncodePrompt(_tokenizer.Decode([begin]) + Sample);
        var isRight = once.Count(token => token == begin) == 1 && written.Count(token => token == begin) <= 1;
        return new(
            "beginning",
            isRight ? DoctorState.Ok : DoctorState.Wrong,
            isRight ? $"token {begin} stands in front of every text, once" : $"token {begin} stands in front of texts twice",
            isRight ? null : "leave it out of the texts, or set add_bos_token to false in tokenizer_config.json"
        );
    }

    private static DoctorFinding Same(string name, torch.Tensor expected, torch.Tensor found)
    {
        var cosine = torch.nn.functional.cosine_similarity(expected, found, 0).item<double>();
        var isSame = cosine > LeastCosine;
        return new(
            name,
            isSame ? DoctorState.Ok : DoctorState.Wrong,
            string.Create(CultureInfo.InvariantCulture, $"cosine of the gradients {cosine:0.000000}"),
            isSame ? null : "expected above 0.9999: scores would depend on what stands beside a text"
        );
    }

    private DoctorFinding Loss(int[] tokens)
    {
        using var off = torch.no_grad();
        using var batch = Batch([tokens], tokens.Length, _ => 0);
        var loss = _task.Loss(_task.Forward(batch), batch).item<float>() / Math.Max(1, tokens.Length - 1);
        var chance = Math.Log(_model.VocabularySize);
        var isGood = loss < 0.8 * chance;
        return new(
            "loss",
            isGood ? DoctorState.Ok : DoctorState.Warning,
            string.Create(CultureInfo.InvariantCulture, $"{loss:0.000} per token, chance {chance:0.000}"),
            isGood
                ? null
                : "little better than chance: do weights and tokenizer belong together? Or give --text a file of the kind that it knows"
        );
    }

    // The projected gradient of the first text, [D] in float64.
    private torch.Tensor Gradient(IReadOnlyList<int[]> texts, int length, Func<int, int> padding)
    {
        using var batch = Batch(texts, length, padding);
        using var features = _map.Map(batch);
        return features.ToRows(_map.Layout, torch.ScalarType.Float32, torch.CPU)[0].to_type(torch.ScalarType.Float64);
    }

    private static ExampleBatch Batch(IReadOnlyList<int[]> texts, int length, Func<int, int> padding) =>
        new(
            [.. texts.Select((_, row) => $"text-{row}")],
            new Dictionary<string, torch.Tensor>
            {
                [Tokens] = torch.tensor(
                    [
                        .. texts.SelectMany(text =>
                            Enumerable.Range(0, length).Select(place => (long)(place < text.Length ? text[place] : padding(place)))
                        ),
                    ],
                    [texts.Count, length]
                ),
                [Tokens + BatchColumn.MaskSuffix] = torch.tensor(
                    [.. texts.SelectMany(text => Enumerable.Range(0, length).Select(place => place < text.Length ? 1f : 0f))],
                    [texts.Count, length]
                ),
            }
        );

    private int[] Read(string text)
    {
        // Room for padding is left.
        int[] tokens = [.. Encode(text).Take((int)Math.Max(2, _model.Positions - 8))];
        return tokens.Length >= 2 ? tokens : throw new Hosting.UserErrorException("--text has fewer than two tokens; give a longer one.");
    }

    private IReadOnlyList<int> Encode(string text)
    {
        try
        {
            return _tokenizer.EncodePrompt(text);
        }
        catch (InvalidDataException exception) when (_text is null)
        {
            throw new Hosting.UserErrorException(
                $"{exception.Message} The text is a plain English one; give --text a file of the kind that the model knows, to look at it with that.",
                exception
            );
        }
    }
}
