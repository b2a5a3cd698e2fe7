using System.Reflection;
using System.Text;

namespace DataWorth.Text;

/// <summary>What a model computes besides its weights, as text: other settings, or another code of one's own modules, give other outputs
/// with the same weights.</summary>
internal static class ModelStructure
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <summary>The modules of a model with their types, settings (strides, slopes, sizes), and the code of those whose class is the
    /// user's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isSettings">Whether what they change by themselves as they run is left out.</param>
    /// <exception cref="ArgumentException">A module's code, or what it reads, cannot be written.</exception>
    public static string Of(nn.Module model, bool isSettings)
    {
        var text = new StringBuilder();
        var weights = model
            .parameters()
            .Select(parameter => (Tensor)parameter)
            .Concat(model.buffers())
            .Select(weight => weight.Handle)
            .ToHashSet();
        ValueWriter writer = new(model.modules().Prepend(model), isSettings, weights);
        foreach (var (name, module) in model.named_modules().Prepend(("", model)))
        {
            text.Append(name).Append(':').Append(module.GetType().FullName);
            try
            {
                MethodInfo[] own = [.. module.GetType().GetMethods(Instance).Where(IsOwnForward)];
                var (code, read) = own.Length == 0 ? ("", null) : writer.Methods(module, own);
                var settings = Settings(module, writer, field => read is null || !(read.Reads(field) || read.Writes(field)));
                text.Append('(').AppendJoin(",", settings).Append(')').Append(code).Append(';');
            }
            catch (ArgumentException exception)
            {
                CoreThrow.UnreadableModule(name.Length == 0 ? module.GetName() : name, exception);
            }
        }

        return text.ToString();
    }

    private static bool IsOwnForward(MethodInfo method) => method.Name == "forward" && MethodCode.IsOwn(method.Module);

    // What a module holds besides weights and what its code reads, in a fixed order. What only says where it is, or in which mode, is left out.
    private static IEnumerable<string> Settings(nn.Module module, ValueWriter writer, Func<FieldInfo, bool> wants)
    {
        for (var type = module.GetType(); type is not null && type != typeof(nn.Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Instance | BindingFlags.DeclaredOnly).OrderBy(field => field.Name, StringComparer.Ordinal))
            {
                if (!IsTorchs(type) && wants(field) && field.GetValue(module) is { } value && writer.TryWrite(value) is { } text)
                {
                    yield return $"{field.Name}={text}";
                }
            }
        }
    }

    private static bool IsTorchs(Type type) => type.Name.StartsWith("HookableModule", Ordinal) || type.Name.StartsWith("Module`", Ordinal);
}
