using System.Text;

namespace DataWorth.Models.Data;

/// <summary>What to do about a file that is no text.</summary>
internal static class TextFault
{
    /// <summary>Whether a name is that of a compressed file.</summary>
    internal static bool IsPacked(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".gz" or ".bz2" or ".xz" or ".zst" or ".zip" or ".7z";

    /// <summary>What to do about bytes that are none of an encoding.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding.</param>
    /// <param name="isChosen">Whether there is an option for it.</param>
    internal static string Remedy(string path, Encoding encoding, bool isChosen) =>
        IsPacked(path) ? "It is compressed: unpack it."
        : encoding is not UTF8Encoding && encoding.GetPreamble().Length > 0
            ? "It is cut, or has half a character there: fetch or convert it again."
        : isChosen ? "Convert it to UTF-8, or give option 'encoding' the one that it has, such as iso-8859-1."
        : "Convert it to UTF-8.";
}
