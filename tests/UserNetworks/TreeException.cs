using YamlDotNet.Core;

namespace UserNetworks;

/// <summary>A class that cannot even be loaded without the library that it needs.</summary>
public sealed class TreeException(string message) : YamlException(message);
