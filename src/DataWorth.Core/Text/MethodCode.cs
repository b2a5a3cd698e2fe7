using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DataWorth.Text;

/// <summary>The code of a function, for keys: its instructions with the names of what they refer to, and that of the functions written
/// inside it.</summary>
/// <remarks>
/// The numbers by which instructions name members (metadata tokens) count everything in an assembly, and so do the names that compilers
/// give to functions without one; neither is part of the text, so that a change elsewhere in the assembly leaves it as it is.
/// Instructions and operands: ECMA-335, partition III; tokens: partition II, 22.
/// </remarks>
internal sealed partial class MethodCode
{
    private static readonly FrozenDictionary<short, OpCode> s_instructions = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(instruction => instruction.Value);

    private readonly StringBuilder _text = new();
    private readonly HashSet<MethodBase> _seen = [];
    private readonly HashSet<(Module, int)> _read = [];
    private readonly HashSet<(Module, int)> _written = [];

    /// <summary>Reads a method.</summary>
    /// <param name="method">A method; one without instructions (of the system, or abstract) has its name only.</param>
    /// <exception cref="ArgumentException">The method was made while the program runs: nobody can read what it computes.</exception>
    public MethodCode(MethodInfo method)
    {
        Append(method);
        _read.ExceptWith(_written);
        Text = $"{Name(method)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString())))[..16]}";
    }

    /// <summary>The method's name and a digest of its code.</summary>
    public string Text { get; }

    /// <summary>Whether the code reads a field and does not write it: a counter is no setting.</summary>
    /// <param name="field">A field of an object that the function has captured.</param>
    public bool Reads(FieldInfo field) => _read.Contains((field.Module, field.MetadataToken));

    private void Append(MethodBase method)
    {
        if (!_seen.Add(method))
        {
            return;
        }

        var code = Body(method)?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length; )
        {
            // Instructions of two bytes begin with FE.
            var isLong = code[at] == 0xFE;
            var instruction = s_instructions[isLong ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += instruction.Size;
            var size = OperandSize(instruction, code, at);
            _text.Append(instruction.Name).Append(' ');
            if (IsToken(instruction.OperandType))
            {
                Append(method, instruction, BitConverter.ToInt32(code, at));
            }
            else
            {
                _text.Append(Convert.ToHexString(code, at, size));
            }

            _text.Append('\n');
            at += size;
        }

        // What yields or awaits has its instructions in a type of its own.
        if (method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType is { } machine)
        {
            Append(machine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!);
        }
    }

    private void Append(MethodBase method, OpCode instruction, int token)
    {
        try
        {
            if (instruction.OperandType is OperandType.InlineString)
            {
                _text.Append('"').Append(method.Module.ResolveString(token)).Append('"');
                return;
            }

            if (instruction.OperandType is OperandType.InlineSig)
            {
                _text.Append(Convert.ToHexString(method.Module.ResolveSignature(token)));
                return;
            }

            var member = method.Module.ResolveMember(token, Arguments(method.DeclaringType), Arguments(method))!;
            _text.Append(Name(member));
            if (member is FieldInfo field && !field.IsStatic)
            {
                // A field whose address is taken may be written as well; most are not.
                (instruction.Value == OpCodes.Stfld.Value ? _written : _read).Add((field.Module, field.MetadataToken));
            }
            else if (member is MethodBase function && IsGenerated(function.Name) && function.Module == method.Module)
            {
                _text.Append(" {\n");
                Append(function);
                _text.Append('}');
            }
        }
        catch (Exception exception) when (exception is ArgumentException or TypeLoadException or IOException)
        {
            // An assembly that is not there: the number is better than nothing.
            _text.Append(CultureInfo.InvariantCulture, $"{token}");
        }
    }

    private static MethodBody? Body(MethodBase method)
    {
        try
        {
            return method.GetMethodBody();
        }
        catch (InvalidOperationException)
        {
            throw new ArgumentException(
                $"The function '{method.Name}' was made while the program runs (by an expression's Compile, for example): what it computes "
                    + "cannot be read, so that results of another one could be taken for its own. Give a lambda or a method."
            );
        }
    }

    private static int OperandSize(OpCode instruction, byte[] code, int at) =>
        instruction.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };

    private static bool IsToken(OperandType operand) =>
        operand
            is OperandType.InlineField
                or OperandType.InlineMethod
                or OperandType.InlineSig
                or OperandType.InlineString
                or OperandType.InlineTok
                or OperandType.InlineType;

    private static Type[]? Arguments(Type? type) => type is { IsGenericType: true } ? type.GetGenericArguments() : null;

    private static Type[]? Arguments(MethodBase method) => method.IsGenericMethod ? method.GetGenericArguments() : null;

    // Without the assemblies' names and versions.
    private static string Name(MemberInfo member) =>
        GeneratedNumber().Replace(member is Type ? $"{member}" : $"{member.DeclaringType}::{member}", "");

    private static bool IsGenerated(string name) => name.StartsWith('<');

    // <>c__DisplayClass3_0, <Main>b__3_0, <Main>g__Local|3_0, <>9__3_0, <Main>d__3, CS$<>8__locals1, <>f__AnonymousType0
    [GeneratedRegex(@"(?<=>\w*__(DisplayClass|AnonymousType|locals|\w*\|)?)\d+(_\d+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex GeneratedNumber();
}
