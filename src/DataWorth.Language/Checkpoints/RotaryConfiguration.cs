using System.Text.Json.Nodes;
using DataWorth.Language.Networks;

namespace DataWorth.Language.Checkpoints;

/// <summary>Rotary positions in config.json: rope_theta and rope_scaling, or both in rope_parameters.</summary>
internal static class RotaryConfiguration
{
    private const double DefaultTheta = 10_000;

    /// <summary>Reads base and stretching.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="readShare">Reads the share of features that is turned, where a family has it among rope_parameters.</param>
    /// <param name="key">Key of the base.</param>
    public static (double Theta, RotaryScaling? Scaling) Read(
        ConfigurationReader reader,
        Action<ConfigurationReader>? readShare = null,
        string key = "rope_theta"
    )
    {
        var theta = reader.Positive(key);
        var (scaling, parameters) = (reader.Part("rope_scaling"), reader.Part("rope_parameters"));
        if (parameters is null)
        {
            return (theta ?? DefaultTheta, Scaling(scaling));
        }

        if (scaling is not null)
        {
            reader.Refuse("rope_scaling", "an object", "null where there are rope_parameters");
        }

        readShare?.Invoke(parameters);
        var inner = parameters.Positive("rope_theta");
        if (theta is { } outer && inner is { } other && outer != other)
        {
            parameters.Refuse("rope_theta", $"{other}", $"the same as {key}");
        }

        return (inner ?? theta ?? DefaultTheta, Scaling(parameters));
    }

    /// <summary>Writes base and stretching.</summary>
    public static void Write(JsonObject json, double theta, RotaryScaling? scaling, string key = "rope_theta")
    {
        json[key] = theta;
        if (scaling is null)
        {
            return;
        }

        JsonObject part = new()
        {
            ["rope_type"] = scaling.Kind == RotaryScalingKind.Linear ? "linear" : "llama3",
            ["factor"] = scaling.Factor,
        };
        if (scaling.Kind == RotaryScalingKind.Llama3)
        {
            part["low_freq_factor"] = scaling.LowFrequencyFactor;
            part["high_freq_factor"] = scaling.HighFrequencyFactor;
            part["original_max_position_embeddings"] = scaling.OriginalPositions;
        }

        json["rope_scaling"] = part;
    }

    private static RotaryScaling? Scaling(ConfigurationReader? part)
    {
        if (part is null)
        {
            return null;
        }

        string[] kinds = ["default", "linear", "llama3"];
        part.Same("type", part.Text("rope_type") is null ? "type" : "rope_type");
        return (part.Choice("rope_type", kinds) ?? part.Choice("type", kinds)) switch
        {
            "linear" => new(RotaryScalingKind.Linear, Factor("factor")),
            "llama3" => new(
                RotaryScalingKind.Llama3,
                Factor("factor"),
                Factor("low_freq_factor"),
                Factor("high_freq_factor"),
                part.Needed("original_max_position_embeddings")
            ),
            _ => null,
        };

        double Factor(string key)
        {
            if (part.Positive(key) is { } factor)
            {
                return factor;
            }

            part.Refuse(key, "null", "a number greater than 0");
            return 0;
        }
    }
}
