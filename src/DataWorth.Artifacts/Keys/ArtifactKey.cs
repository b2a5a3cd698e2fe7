namespace DataWorth.Artifacts;

/// <summary>The identity of an artifact: what it is and the fingerprint of everything that it was made from.</summary>
/// <remarks>Its objects lie under <c>KIND/FINGERPRINT/</c> in a store.</remarks>
public sealed record ArtifactKey
{
    /// <summary>Makes a key.</summary>
    /// <param name="kind">What the artifact is, such as <c>gradients</c>; one segment by the rule of <see cref="ArtifactName"/>.</param>
    /// <param name="fingerprint">The fingerprint, from <see cref="FingerprintBuilder"/>; one segment.</param>
    /// <exception cref="ArgumentException">A part is not one segment.</exception>
    public ArtifactKey(string kind, string fingerprint)
    {
        Kind = Checked(kind, nameof(kind));
        Fingerprint = Checked(fingerprint, nameof(fingerprint));
    }

    /// <summary>What the artifact is, such as <c>gradients</c>.</summary>
    public string Kind { get; }

    /// <summary>The fingerprint of everything that the artifact was made from.</summary>
    public string Fingerprint { get; }

    internal string Folder => $"{Kind}/{Fingerprint}/";

    /// <summary>Reads <c>KIND/FINGERPRINT</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is not two segments.</exception>
    public static ArtifactKey Parse(string text)
    {
        var parts = text.TrimEnd('/').Split('/');
        if (parts.Length != 2)
        {
            Throw.BadKey(text);
        }

        return new ArtifactKey(parts[0], parts[1]);
    }

    /// <summary>The text <c>KIND/FINGERPRINT</c>.</summary>
    public override string ToString() => $"{Kind}/{Fingerprint}";

    internal string Object(string file) => Folder + file;

    private static string Checked(string part, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(part, parameterName);
        ArtifactName.Validate(part);
        if (part.Contains('/'))
        {
            Throw.BadKey(part);
        }

        return part;
    }
}
