using DataWorth.Curvature;
using DataWorth.Methods.Arnoldi;
using DataWorth.Methods.Ekfac;
using DataWorth.Methods.ExactInfluence;
using DataWorth.Methods.GradientDot;
using DataWorth.Methods.Logra;
using DataWorth.Methods.Lorif;
using DataWorth.Methods.RepresentationSimilarity;
using DataWorth.Methods.Trak;
using DataWorth.Text;

namespace DataWorth.Methods;

/// <summary>All methods: what pipeline files, the command line, the contract tests and the evaluation pick them from.</summary>
public static class MethodTable
{
    private const string Projected = "two-sided projected gradient";
    private const string Full = "full gradient";

    /// <summary>The methods, in the order of the README's table.</summary>
    public static IReadOnlyList<MethodDescription> Methods { get; } =
    [
        Row(
            "gradient-dot",
            "Gradient dot product",
            "Dot products of loss gradients; TracIn with checkpoints",
            Full,
            "none",
            "nothing",
            "1 pass per scoring",
            () => new GradientDotOptions(),
            options => new GradientDotRecipe(options)
        ),
        Row(
            "representation-similarity",
            "Representation similarity",
            "Cosine between hidden representations: a baseline",
            "input of the last linear layer",
            "none",
            "one hidden vector",
            "1 forward pass",
            () => new RepresentationSimilarityOptions(),
            options => new RepresentationSimilarityRecipe(options)
        ),
        Row(
            "trak",
            "TRAK",
            "Randomly projected margin gradients, whitened by their Gram matrix",
            "randomly projected margin gradient",
            "Gram inverse",
            "k numbers per checkpoint",
            "1 pass and p x k products per checkpoint",
            () => new TrakOptions(),
            options => new TrakRecipe(options)
        ),
        Row(
            "ekfac",
            "EKFAC influence",
            "Influence functions with an eigenvalue-corrected Kronecker curvature",
            Full,
            "EKFAC",
            "nothing",
            "2 passes to fit, 1 per scoring",
            () => new EkfacOptions(),
            options => new EkfacRecipe(options)
        ),
        Row(
            "kfac",
            "KFAC influence",
            "Influence functions with a Kronecker-factored curvature",
            Full,
            "KFAC",
            "nothing",
            "1 pass to fit, 1 per scoring",
            () => new EkfacOptions { Kind = EigenbasisKind.Kfac },
            options => new EkfacRecipe(options)
        ),
        Row(
            "diagonal",
            "Diagonal influence",
            "Influence functions with a diagonal curvature",
            Full,
            "diagonal Fisher",
            "nothing",
            "1 pass to fit, 1 per scoring",
            () => new EkfacOptions { Kind = EigenbasisKind.Diagonal },
            options => new EkfacRecipe(options)
        ),
        Row(
            "logra",
            "LoGra (random)",
            "Influence between randomly projected gradients",
            Projected,
            "projected Fisher",
            "k_o k_i numbers per module, k_o + k_i at one position",
            "1 pass",
            () => new LograOptions(),
            options => new LograRecipe(options)
        ),
        Row(
            "logra-pca",
            "LoGra (PCA)",
            "Influence between gradients projected on their principal directions",
            Projected,
            "projected Fisher",
            "k_o k_i numbers per module, k_o + k_i at one position",
            "2 passes",
            () => new LograOptions { Projection = "pca" },
            options => new LograRecipe(options)
        ),
        Row(
            "lorif",
            "LoRIF",
            "LoGra's influence from rank-c factors and a truncated Fisher",
            Projected,
            "truncated Fisher, Woodbury",
            "c (k_o + k_i) numbers per module",
            "1 pass and a factorisation",
            () => new LorifOptions(),
            options => new LorifRecipe(options)
        ),
        Row(
            "exact-influence",
            "Exact influence",
            "Influence functions with the exact Hessian or Fisher: the yardstick for small models",
            Full,
            "dense Hessian",
            "nothing",
            "a backward pass per parameter, p^3 operations",
            () => new ExactInfluenceOptions(),
            options => new ExactInfluenceRecipe(options)
        ),
        Row(
            "arnoldi",
            "Arnoldi influence",
            "Influence functions on the dominant eigenspace of the Hessian",
            Full,
            "Ritz pairs of the Hessian",
            "nothing",
            "1 pass of double backward per iteration, 1 per scoring",
            () => new ArnoldiOptions(),
            options => new ArnoldiRecipe(options)
        ),
    ];

    /// <summary>The method of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static MethodDescription Get(string name)
    {
        foreach (var method in Methods)
        {
            if (method.Name == name)
            {
                return method;
            }
        }

        var names = Methods.Select(method => method.Name).ToList();
        Throw.UnknownMethod(name, ClosestName.Of(name, names), names);
        return null;
    }

    private static MethodDescription Row<TOptions>(
        string name,
        string title,
        string summary,
        string featureMap,
        string curvature,
        string storage,
        string cost,
        Func<TOptions> defaults,
        Func<TOptions, Recipe> create
    )
        where TOptions : AttributionOptions =>
        new(
            name,
            title,
            summary,
            featureMap,
            curvature,
            storage,
            cost,
            defaults,
            options =>
                options is TOptions typed
                    ? create(typed)
                    : throw new ArgumentException(
                        $"Method '{name}' takes {typeof(TOptions).Name}, got {options.GetType().Name}.",
                        nameof(options)
                    )
        );
}
