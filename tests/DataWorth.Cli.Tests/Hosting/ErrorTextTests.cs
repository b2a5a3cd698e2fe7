using System.Reflection;
using System.Runtime.InteropServices;
using DataWorth.Cli.Hosting;
using DataWorth.Runtime;
using DataWorth.Text;
using DataWorth.Workflow;

namespace DataWorth.Cli.Tests.Hosting;

public sealed class ErrorTextTests
{
    private const string NoLibrary =
        "a native library could not be loaded (no library). Build the program again; 'dataworth doctor' shows what is there.";

    public static TheoryData<Exception, int, string> Cases =>
        new()
        {
            { new UserErrorException("wrong."), 2, "wrong." },
            { new ArgumentException("Rank is 0, expected 1 or more.", "rank"), 2, "Rank is 0, expected 1 or more." },
            { new UserErrorException("It cannot be: Empty. (Parameter 'root') Give another."), 2, "It cannot be: Empty. Give another." },
            { new EngineMissingException("no cluster; do this"), 3, "no cluster; do this" },
            { new ArithmeticException("The loss is NaN in epoch 2."), 2, "The loss is NaN in epoch 2." },
            { new FileNotFoundException("No file 'a'."), 2, "No file 'a'." },
            { new DllNotFoundException("no library\n/lib/a: not there"), 3, NoLibrary },
            { new TypeInitializationException("torch", new DllNotFoundException("no library")), 3, NoLibrary },
            { new AggregateException(new TargetInvocationException(new UserErrorException("inner."))), 2, "inner." },
            { new OperationCanceledException(), 130, "stopped." },
            { new LibTorchException("no libtorch; do this"), 3, "no libtorch; do this" },
            {
                new ExternalException("mat1 and mat2 shapes cannot be multiplied\nat frame 0"),
                1,
                "libtorch: mat1 and mat2 shapes cannot be multiplied"
            },
            { new IndexOutOfRangeException("a defect"), 1, "a defect" },
            { new ArgumentNullException("x"), 1, "Value cannot be null." },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryKindOfException_HasItsExitCodeAndSentence(Exception exception, int exitCode, string message)
    {
        Assert.Equal(exitCode, ErrorText.ExitCodeOf(exception));
        Assert.Equal(message, ErrorText.MessageOf(exception));
    }

    [Theory]
    [InlineData("train-cuont", "train-count")]
    [InlineData("Train-Count", "train-count")]
    [InlineData("qury", null)]
    [InlineData("epoch", "epochs")]
    [InlineData("xy", null)]
    [InlineData("di", "id")]
    [InlineData("mpl", "mlp")]
    [InlineData("map", "mlp")]
    [InlineData("cnn", null)]
    public void NearestName_FindsTypingErrorsOnly(string name, string? expected) =>
        Assert.Equal(expected, ClosestName.Of(name, ["train-count", "query-count", "epochs", "id", "mlp"]));

    [Fact]
    public void MemoryThatCannotBeHad_IsOneSentence()
    {
        Exception[] errors =
        [
            new OutOfMemoryException(),
            new ExternalException(
                "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes."
            ),
        ];
        Assert.All(
            errors,
            error =>
            {
                Assert.StartsWith("There is not enough memory for this step. ", ErrorText.MessageOf(error), StringComparison.Ordinal);
                Assert.Equal(ExitCodes.BadInput, ErrorText.ExitCodeOf(error));
            }
        );
    }
}
