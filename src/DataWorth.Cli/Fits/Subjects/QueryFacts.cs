namespace DataWorth.Cli.Fits.Subjects;

/// <summary>What is known of rows before a fit is asked about them.</summary>
/// <param name="Digest">Their fingerprint.</param>
/// <param name="Count">Their number.</param>
/// <param name="HasLabels">Whether they have labels.</param>
/// <param name="Notices">What was done with them that their owner may not expect, a sentence each.</param>
internal sealed record QueryFacts(string Digest, long Count, bool HasLabels, IReadOnlyList<string> Notices);
