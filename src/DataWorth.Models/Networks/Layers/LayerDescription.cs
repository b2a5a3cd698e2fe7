using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>One row of the layer table. The shape that a layer gives is seen by running it on a row of zeros.</summary>
public sealed record LayerDescription
{
    private LayerDescription(
        string name,
        string summary,
        Type options,
        (int Least, int Most, string Text, string Remedy) takes,
        Func<LayerOptions, LayerPlace, nn.Module<Tensor, Tensor>> create,
        Func<LayerOptions, LayerPlace, double> weights
    )
    {
        Name = name;
        Summary = summary;
        Options = options;
        Takes = takes;
        Create = create;
        Weights = weights;
    }

    /// <summary>Name in files, such as "conv2d".</summary>
    public string Name { get; }

    /// <summary>What it does, in one line.</summary>
    public string Summary { get; }

    /// <summary>Type of its options; belongs to this row alone.</summary>
    public Type Options { get; }

    /// <summary>Least and largest number of dimensions that it gets, in words, and what to do about others.</summary>
    internal (int Least, int Most, string Text, string Remedy) Takes { get; }

    /// <summary>Makes the layer for where it stands.</summary>
    internal Func<LayerOptions, LayerPlace, nn.Module<Tensor, Tensor>> Create { get; }

    /// <summary>Numbers in its parameters, without those of the layers in it; known before it is made.</summary>
    internal Func<LayerOptions, LayerPlace, double> Weights { get; }

    internal static LayerDescription Of<T>(
        string name,
        string summary,
        (int Least, int Most, string Text, string Remedy) takes,
        Func<T, LayerPlace, nn.Module<Tensor, Tensor>> create,
        Func<T, LayerPlace, double>? weights = null
    )
        where T : LayerOptions, new() =>
        new(
            name,
            summary,
            typeof(T),
            takes,
            (options, place) => create((T)options, place),
            (options, place) => weights?.Invoke((T)options, place) ?? 0
        );
}
