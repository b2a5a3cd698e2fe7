namespace Microsoft.ML;

/// <summary>Names of the annotations that this assembly reads or writes.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
}
