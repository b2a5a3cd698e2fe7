using DataWorth.Artifacts;
using DataWorth.Models.Networks;

namespace DataWorth.Cli.Stages;

/// <summary>Fingerprints of the files that a model is made from.</summary>
internal static class ModelDigest
{
    /// <summary>The fingerprint of its checkpoint and its assembly; null where it has neither.</summary>
    public static string? Of(ModelOptions model)
    {
        string?[] files = [model.Checkpoint, (model as AssemblyOptions)?.Assembly];
        if (files.All(string.IsNullOrEmpty))
        {
            return null;
        }

        FingerprintBuilder key = new();
        foreach (var (i, file) in files.Index().Where(entry => !string.IsNullOrEmpty(entry.Item)))
        {
            using var stream = File.OpenRead(file!);
            key.Add(i == 0 ? "checkpoint" : "assembly", stream);
        }

        return key.ToFingerprint();
    }
}
