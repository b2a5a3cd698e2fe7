namespace UserNetworks;

/// <summary>A class that is no network.</summary>
public sealed class Settings;
