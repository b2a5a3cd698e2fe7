using System.Runtime.InteropServices;
using DataWorth.Models.Networks.Layers.Options;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DataWorth.Models.Networks.Layers;

/// <summary>Makes layers one after the other; a row of zeros goes with them and gives each the shape that it gets.</summary>
internal static class LayerChain
{
    /// <summary>The network of a list, for rows of a shape.</summary>
    public static Sequential Create(IReadOnlyList<LayerOptions> layers, IReadOnlyList<long> itemShape, long classes) =>
        Create(layers, "", itemShape, classes);

    /// <summary>The block of a layer that has layers.</summary>
    public static Sequential CreateBlock(IReadOnlyList<LayerOptions> layers, LayerPlace place) =>
        Create(layers, place.Position + ".", place.Shape, place.Classes);

    private static Sequential Create(IReadOnlyList<LayerOptions> layers, string prefix, IReadOnlyList<long> shape, long? classes)
    {
        if (layers.Count == 0)
        {
            NetworkThrow.NoLayers(prefix.TrimEnd('.'));
        }

        var names = layers.Select((layer, index) => layer.Name ?? $"{index}").ToList();
        if (names.FirstOrDefault(name => name.Length == 0 || name.Contains('.')) is { } unusable)
        {
            NetworkThrow.BadLayerName(unusable, "it is empty or has a dot");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            NetworkThrow.BadLayerName(twice.Key, "another layer has it too");
        }

        var modules = new List<(string, nn.Module<Tensor, Tensor>)>();
        try
        {
            foreach (var (index, options) in layers.Index())
            {
                var row = LayerTable.Layers.Single(row => row.Options == options.GetType());
                var position = $"{prefix}{index + 1}";
                var place = new LayerPlace($"Layer {position} ({row.Name})", position, shape, index == layers.Count - 1 ? classes : null);
                if (shape.Count < row.Takes.Least || shape.Count > row.Takes.Most || (options is EmbeddingLayer && position != "1"))
                {
                    NetworkThrow.LayerDoesNotFit(place.Title, shape, row.Takes.Text, row.Takes.Remedy);
                }

                if (options is EmbeddingLayer { Rows: var rows })
                {
                    modules.Add(("tokens", new TokenInput(rows)));
                }

                modules.Add((names[index], Create(row, options, place)));
                shape = ShapeOf(modules[^1].Item2, place, options is EmbeddingLayer ? ScalarType.Int64 : ScalarType.Float32);
            }
        }
        catch
        {
            modules.ForEach(entry => entry.Item2.Dispose());
            throw;
        }

        return nn.Sequential([.. modules]);
    }

    private static nn.Module<Tensor, Tensor> Create(LayerDescription row, LayerOptions options, LayerPlace place)
    {
        WeightMemory.Require(place.Title, row.Weights(options, place));
        try
        {
            return row.Create(options, place);
        }
        catch (ExternalException exception)
        {
            NetworkThrow.LayerFails(place.Title, place.Shape, exception);
            throw;
        }
    }

    private static IReadOnlyList<long> ShapeOf(nn.Module<Tensor, Tensor> module, LayerPlace place, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var unused = no_grad();
        module.eval();
        try
        {
            return module.call(zeros([1, .. place.Shape], type)).shape[1..];
        }
        catch (Exception exception) when (exception is ExternalException or InvalidOperationException)
        {
            NetworkThrow.LayerFails(place.Title, place.Shape, exception);
            throw;
        }
        finally
        {
            module.train();
        }
    }
}
