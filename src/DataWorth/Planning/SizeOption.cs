using DataWorth.Methods;

namespace DataWorth.Planning;

/// <summary>The option of a method on which its size depends most.</summary>
/// <param name="Name">Its name in files, such as "rank".</param>
/// <param name="Value">Its value.</param>
/// <param name="With">The same recipe with another value.</param>
public sealed record SizeOption(string Name, int Value, Func<int, Recipe> With);
