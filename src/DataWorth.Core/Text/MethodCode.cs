using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DataWorth.Text;

/// <summary>The code of a function, for keys: its instructions with the names of what they refer to, and the code of what it calls, but for
/// that of the system, of TorchSharp and of DataWorth itself.</summary>
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

    private const string Changing =
        "Add AddOrUpdate Append Clear Dequeue Enqueue GetOrAdd Insert Pop Push Remove Set set_ TryAdd TryDequeue TryPop TryRemove TryUpdate";
    private static readonly string[] s_changing = Changing.Split(' ');
    private static readonly string[] s_counting = ["add", "sub", "conv", "dup", "ldarg", "ldc", "ldloc", "stloc", "nop"];

    private readonly MethodInfo _root;
    private readonly StringBuilder _text = new();
    private readonly HashSet<MethodBase> _seen = [];
    private readonly HashSet<MethodInfo> _virtual = [];
    private readonly HashSet<(Module, int)> _read = [];
    private readonly HashSet<(Module, int)> _written = [];
    private readonly HashSet<FieldInfo> _statics = [];
    private readonly HashSet<Type> _made = [];

    /// <summary>Reads a method and what it calls.</summary>
    /// <param name="method">A method; one without instructions (of the system, or abstract) has its name only.</param>
    /// <exception cref="ArgumentException">The method was made while the program runs: nobody can read what it computes.</exception>
    public MethodCode(MethodInfo method)
    {
        _root = method;
        Append(method);
    }

    /// <summary>The method's name and a digest of its code.</summary>
    public string Text => $"{Name(_root)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(_text.ToString())))[..16]}";

    /// <summary>Reads another method too.</summary>
    /// <param name="method">The method.</param>
    /// <exception cref="ArgumentException">The method was made while the program runs.</exception>
    public void Add(MethodInfo method) => Append(method);

    /// <summary>Methods that were read.</summary>
    public int Methods => _seen.Count;

    /// <summary>Static fields that the code reads, of the user's own types.</summary>
    public IEnumerable<FieldInfo> Statics => _statics.OrderBy(Name, StringComparer.Ordinal);

    /// <summary>Whether the value of a field goes into what the code computes: it is read, and not only to be counted on.</summary>
    /// <param name="field">A field of an object that the function has captured.</param>
    public bool Reads(FieldInfo field) => _read.Contains((field.Module, field.MetadataToken));

    /// <summary>Whether the code gives a field other values: caches and the like.</summary>
    /// <param name="field">A field of an object that the function has captured.</param>
    public bool Writes(FieldInfo field) => _written.Contains((field.Module, field.MetadataToken));

    /// <summary>Reads what virtual calls come to where they meet an object of a type.</summary>
    /// <param name="type">The type of an object that the function has captured.</param>
    public void Meet(Type type)
    {
        foreach (var called in _virtual.Where(called => called.DeclaringType!.IsAssignableFrom(type)).ToList())
        {
            if (Override(called, type) is { } method && IsRead(method))
            {
                Append(method);
            }
        }
    }

    /// <summary>The same for the objects that the code makes by itself.</summary>
    public void MeetMade()
    {
        foreach (var type in _made.ToList())
        {
            Meet(type);
        }
    }

    /// <summary>Whether a type is a user's own: what its objects hold is seen through the code that reads them.</summary>
    /// <param name="type">A type.</param>
    public bool Knows(Type type) => type.Module == _root.Module || IsOwn(type.Module);

    private static MethodInfo? Override(MethodInfo called, Type type)
    {
        if (called.DeclaringType!.IsInterface)
        {
            if (!type.GetInterfaces().Contains(called.DeclaringType))
            {
                return null; // by variance: the code of the interface that it has is not found
            }

            var map = type.GetInterfaceMap(called.DeclaringType);
            var place = Array.FindIndex(map.InterfaceMethods, method => method.MetadataToken == called.MetadataToken);
            return place < 0 ? null : map.TargetMethods[place];
        }

        var origin = called.GetBaseDefinition();
        return type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(method => method.IsVirtual && method.GetBaseDefinition() == origin);
    }

    private bool IsRead(MethodBase method) => method.Module == _root.Module || IsOwn(method.Module);

    /// <summary>Whether a module belongs to a user, and not to the system, TorchSharp, DataWorth or a library for logs.</summary>
    /// <param name="module">Where code is.</param>
    public static bool IsOwn(Module module) => !NotOwn().IsMatch(module.Assembly.GetName().Name ?? "");

    private void Append(MethodBase method)
    {
        if (!_seen.Add(method))
        {
            return;
        }

        var code = Body(method)?.GetILAsByteArray() ?? [];
        List<(OpCode Instruction, MemberInfo? Member)> instructions = [];
        for (var at = 0; at < code.Length; )
        {
            // Instructions of two bytes begin with FE.
            var isLong = code[at] == 0xFE;
            var instruction = s_instructions[isLong ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += instruction.Size;
            var size = OperandSize(instruction, code, at);
            _text.Append(instruction.Name).Append(' ');
            MemberInfo? member = null;
            if (IsToken(instruction.OperandType))
            {
                member = Named(method, instruction, BitConverter.ToInt32(code, at));
            }
            else
            {
                _text.Append(Convert.ToHexString(code, at, size));
            }

            _text.Append('\n');
            instructions.Add((instruction, member));
            at += size;
        }

        for (var i = 0; i < instructions.Count; i++)
        {
            Note(method, instructions, i);
        }

        // What yields or awaits has its instructions in a type of its own.
        if (method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType is { } machine)
        {
            Append(machine.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!);
        }
    }

    // Appends the name of what an instruction refers to.
    private MemberInfo? Named(MethodBase method, OpCode instruction, int token)
    {
        try
        {
            if (instruction.OperandType is OperandType.InlineString)
            {
                _text.Append('"').Append(method.Module.ResolveString(token)).Append('"');
                return null;
            }

            if (instruction.OperandType is OperandType.InlineSig)
            {
                _text.Append(Convert.ToHexString(method.Module.ResolveSignature(token)));
                return null;
            }

            var member = method.Module.ResolveMember(token, Arguments(method.DeclaringType), Arguments(method))!;
            _text.Append(Name(member));
            return member;
        }
        catch (Exception exception) when (exception is ArgumentException or TypeLoadException or IOException)
        {
            // An assembly that is not there: the number is better than nothing.
            _text.Append(CultureInfo.InvariantCulture, $"{token}");
            return null;
        }
    }

    private void Note(MethodBase method, List<(OpCode Instruction, MemberInfo? Member)> instructions, int index)
    {
        var (instruction, member) = instructions[index];
        switch (member)
        {
            case FieldInfo { IsStatic: true } field when !IsUsers(field):
                break;
            case FieldInfo field when instruction.Value == OpCodes.Stfld.Value || instruction.Value == OpCodes.Stsfld.Value:
                if (!method.IsConstructor)
                {
                    _written.Add((field.Module, field.MetadataToken));
                }

                break;
            case FieldInfo field when !IsCount(instructions, index):
                _read.Add((field.Module, field.MetadataToken));
                if (IsChanged(instructions, index))
                {
                    _written.Add((field.Module, field.MetadataToken));
                }

                if (field.IsStatic)
                {
                    _statics.Add(field);
                }

                break;
            case MethodBase called:
                if (
                    called is ConstructorInfo { DeclaringType: { IsAbstract: false, ContainsGenericParameters: false } made }
                    && Knows(made)
                )
                {
                    _made.Add(made);
                }

                if (called is MethodInfo { IsVirtual: true, IsFinal: false } replaced && instruction.Value != OpCodes.Call.Value)
                {
                    _virtual.Add(replaced);
                }

                if (IsRead(called))
                {
                    Append(called);
                }

                break;
        }
    }

    // Compilers keep functions and tables in static fields of their own, <>9 and the like; those of properties are the user's.
    private bool IsUsers(FieldInfo field) =>
        !field.Name.StartsWith("<>", StringComparison.Ordinal)
        && field.DeclaringType?.Name.StartsWith('<') != true
        && Knows(field.DeclaringType!);

    /// <summary>Whether a field is read for its own next value alone: 'calls++', 'total += count', Interlocked.Increment(ref
    /// calls).</summary>
    private static bool IsCount(List<(OpCode Instruction, MemberInfo? Member)> instructions, int index)
    {
        var field = instructions[index].Member;
        foreach (var (instruction, member) in instructions.Skip(index + 1))
        {
            if (member is not null)
            {
                return instruction.Value == OpCodes.Stfld.Value || instruction.Value == OpCodes.Stsfld.Value
                    ? Equals(member, field)
                    : member.DeclaringType == typeof(Interlocked);
            }

            var name = instruction.Name!;
            if (!s_counting.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Whether what a field holds is changed where it is: 'losses.Add(loss)', 'cache[key] = mask', 'sums[0] = 1'.</summary>
    private static bool IsChanged(List<(OpCode Instruction, MemberInfo? Member)> instructions, int index)
    {
        var above = 0; // what lies on the stack above the field's value
        foreach (var (instruction, member) in instructions.Skip(index + 1))
        {
            var (popped, pushed) = Moves(instruction, member);
            if (popped > above || instruction.FlowControl is not (FlowControl.Next or FlowControl.Call))
            {
                return popped == above + 1
                    && (
                        instruction.Name!.StartsWith("stelem", StringComparison.Ordinal)
                        || (member is MethodInfo method && s_changing.Any(start => method.Name.StartsWith(start, StringComparison.Ordinal)))
                    );
            }

            above += pushed - popped;
        }

        return false;
    }

    private static (int Popped, int Pushed) Moves(OpCode instruction, MemberInfo? member)
    {
        if (member is MethodBase called && instruction.FlowControl == FlowControl.Call)
        {
            var isNew = instruction.Value == OpCodes.Newobj.Value;
            var gives = isNew || (called is MethodInfo method && method.ReturnType != typeof(void));
            return (called.GetParameters().Length + (called.IsStatic || isNew ? 0 : 1), gives ? 1 : 0);
        }

        // Pop1_pop1, Popi_popi8, Popref_popi_popr8, Push1_push1 and the like: a part for each.
        static int Parts(Enum behaviour) =>
            $"{behaviour}" is "Pop0" or "Push0" or "Varpop" or "Varpush" ? 0 : $"{behaviour}".Split('_').Length;
        return (Parts(instruction.StackBehaviourPop), Parts(instruction.StackBehaviourPush));
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

    /// <summary>A member's name, without those of assemblies and their versions.</summary>
    public static string Name(MemberInfo member) =>
        GeneratedNumber().Replace(member is Type ? $"{member}" : $"{member.DeclaringType}::{member}", "");

    // <>c__DisplayClass3_0, <Main>b__3_0, <Main>g__Local|3_0, <>9__3_0, <Main>d__3, CS$<>8__locals1, <>f__AnonymousType0
    [GeneratedRegex(@"(?<=>\w*__(DisplayClass|AnonymousType|locals|\w*\|)?)\d+(_\d+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex GeneratedNumber();

    [GeneratedRegex(
        @"^(System|Microsoft|TorchSharp|DataWorth|Serilog|NLog|log4net|xunit)\b(?!.*\.Tests$)|^(mscorlib|netstandard)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NotOwn();
}
