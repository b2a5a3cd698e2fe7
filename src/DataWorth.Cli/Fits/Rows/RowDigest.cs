using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DataWorth.Artifacts;
using DataWorth.Models.Data.Sources;

namespace DataWorth.Cli.Fits.Rows;

/// <summary>Fingerprints of the rows of data: ids, numbers, labels and how they were encoded.</summary>
internal static class RowDigest
{
    private static readonly ConditionalWeakTable<DataSource, string> s_known = [];

    /// <summary>The fingerprint of all rows.</summary>
    public static string Of(DataSource data) => s_known.GetValue(data, Compute);

    private static string Compute(DataSource data)
    {
        var key = new FingerprintBuilder().Add("encoding", data.Encoding.ToJson());
        using (var content = key.AddContent("rows"))
        {
            for (var row = 0; row < data.Count; row++)
            {
                content.Append(MemoryMarshal.AsBytes(data.Ids[row].AsSpan()));
                content.Append(MemoryMarshal.AsBytes(data.Features(row).AsSpan()));
                content.Append(BitConverter.GetBytes(data.Labels?[row] ?? -1));
            }
        }

        return key.ToFingerprint();
    }
}
