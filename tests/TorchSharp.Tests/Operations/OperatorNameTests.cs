using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Operations;

public sealed class OperatorNameTests
{
    [Fact]
    public void EveryOperatorOfTheBinding_ExistsInLibtorch()
    {
        var fields = typeof(Tensor).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(Operator))
            .ToArray();
        Assert.True(fields.Length > 300, $"only {fields.Length} operators found");

        var missing = new List<string>();
        foreach (var field in fields)
        {
            var op = (Operator)field.GetValue(null)!;
            try
            {
                Assert.StartsWith(op.Name + "(", op.Schema());
            }
            catch (System.Runtime.InteropServices.ExternalException error)
            {
                missing.Add($"{field.DeclaringType!.Name}.{field.Name}: {op.Name}: {error.Message.Split('\n')[0]}");
            }
        }

        Assert.Empty(missing);
    }
}
