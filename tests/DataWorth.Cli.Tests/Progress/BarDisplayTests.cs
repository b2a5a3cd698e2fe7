using System.Text.RegularExpressions;
using DataWorth.Cli.Progress;
using Spectre.Console;

namespace DataWorth.Cli.Tests.Progress;

public sealed class BarDisplayTests
{
    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void Bars_StayOnOneLineEach(int width)
    {
        using StringWriter messages = new();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(messages),
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
            }
        );
        console.Profile.Width = width;
        BarDisplay display = new(console, TimeProvider.System);
        display.Run(() =>
        {
            using var first = display.Begin("collect gradients", "examples", 100);
            first.Report(100, "epoch 100/100, loss 2.297, accuracy 99 %, and some more that nobody has room for");
            using var second = display.Begin("retrain without the removed", "examples", 100);
            second.Report(50, "12/90 there, 40.0 retrainings/min, 2 min 30 s left");
            return 0;
        });
        var text = Regex.Replace(messages.ToString(), "\u001b\\[[0-9;?]*[A-Za-z]", "");
        var lines = text.Split('\n', '\r').Where(line => line.Trim().Length > 0).ToList();
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, width));
        Assert.Contains(lines, line => Regex.IsMatch(line, "^collect grad.*100 %"));
        Assert.DoesNotContain(lines, line => line.Trim() == "%");
    }
}
