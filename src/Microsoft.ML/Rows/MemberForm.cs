namespace Microsoft.ML.Data;

/// <summary>One item, or one of the two ways a row object can hold a vector.</summary>
internal enum MemberForm
{
    Scalar,
    Array,
    Buffer,
}
