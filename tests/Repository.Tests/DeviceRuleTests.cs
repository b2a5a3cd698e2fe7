using System.Text.RegularExpressions;

namespace Repository.Tests;

/// <summary>Tensors that meet the model say on which device they are made: a default one is on the processor, and fails beside a model on
/// another device.</summary>
public sealed partial class DeviceRuleTests
{
    [Theory]
    [InlineData("DataWorth.Core")]
    [InlineData("DataWorth")]
    public void EveryNewTensor_NamesItsDevice(string project)
    {
        List<string> found = [];
        var files = RepositoryFiles.List(Path.Combine("src", project), ".cs");
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            var text = File.ReadAllText(path);
            foreach (Match match in Factory().Matches(text))
            {
                var call = text[match.Index..EndOfArguments(text, match.Index + match.Length)];
                if (!call.Contains("evice", StringComparison.Ordinal) && !call.Contains("CPU", StringComparison.Ordinal))
                {
                    found.Add($"{RepositoryFiles.Relative(path)}({text[..match.Index].Count(c => c == '\n') + 1}): {call}");
                }
            }
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var x = zeros([2, 3], type);", 1)]
    [InlineData("var x = zeros([2, f(3)], type, device);", 0)]
    [InlineData("var x = tensor(new[] { 1 }, device: values.device);", 0)]
    [InlineData("var x = values.zeros();", 0)]
    [InlineData("var x = arange(Count(5)).add(device);", 1)]
    public void TheRule_SeesWhatItIsFor(string code, int expected)
    {
        var count = Factory()
            .Matches(code)
            .Count(match =>
                !code[match.Index..EndOfArguments(code, match.Index + match.Length)].Contains("evice", StringComparison.Ordinal)
            );
        Assert.Equal(expected, count);
    }

    /// <summary>Index behind the bracket that closes the arguments.</summary>
    private static int EndOfArguments(string text, int start)
    {
        var depth = 1;
        var end = start;
        while (depth > 0)
        {
            depth += text[end] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            end++;
        }

        return end;
    }

    [GeneratedRegex(@"(?<![\w.])(zeros|ones|empty|tensor|arange|full|eye|randn|rand|randint|linspace|from_array|as_tensor)\(")]
    private static partial Regex Factory();
}
