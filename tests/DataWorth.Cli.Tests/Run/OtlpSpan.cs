using System.Text;

namespace DataWorth.Cli.Tests.Run;

/// <summary>A span as it was sent.</summary>
internal sealed record OtlpSpan(string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Tags)
{
    // Span: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5, attributes = 9; KeyValue: key = 1, value = 2; AnyValue: string_value = 1.
    public static OtlpSpan Parse(byte[] message) =>
        new(
            Encoding.UTF8.GetString(ProtoField.Of(message, 5).Single()),
            Hex(message, 1),
            Hex(message, 2),
            Hex(message, 4),
            ProtoField
                .Of(message, 9)
                .ToDictionary(
                    pair => Encoding.UTF8.GetString(ProtoField.Of(pair, 1).Single()),
                    pair => Encoding.UTF8.GetString(ProtoField.Of(ProtoField.Of(pair, 2).Single(), 1).SingleOrDefault([]))
                )
        );

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(ProtoField.Of(message, number).SingleOrDefault([]));
}
