namespace DataWorth.Artifacts.Azure.Tests;

public sealed class AzureBlobAddressTests
{
    [Theory]
    [InlineData("az://account/container", "container", "")]
    [InlineData("az://account/container/", "container", "")]
    [InlineData("az://account/con-tainer1/a/b.c/", "con-tainer1", "a/b.c")]
    public void Parse_TakesItsParts(string text, string container, string prefix)
    {
        var address = AzureBlobAddress.Parse(text);
        Assert.Equal(new AzureBlobAddress("account", container, prefix), address);
        Assert.Equal(text.TrimEnd('/'), address.ToString());
    }

    [Theory]
    [InlineData("az://account")]
    [InlineData("az:/account/container")]
    [InlineData("az://Account/container")]
    [InlineData("az://a/container")]
    [InlineData("az://account/co")]
    [InlineData("az://account/-container")]
    [InlineData("az://account/con--tainer")]
    [InlineData("az://account/con_tainer")]
    [InlineData("az://evil.example/container")]
    [InlineData("file:/x")]
    public void Parse_RefusesWhatIsNoAddress(string text)
    {
        var exception = Assert.Throws<ArgumentException>(() => AzureBlobAddress.Parse(text));
        Assert.StartsWith(
            $"'{text}' is not an address of a blob store. Expected az://account/container or az://account/container/prefix.",
            exception.Message
        );
    }

    [Theory]
    [InlineData("az://account/container/../x")]
    [InlineData("az://account/container//x")]
    [InlineData("az://account/container/x?y")]
    public void Parse_RefusesPrefixesThatLeaveTheContainer(string text)
    {
        var exception = Assert.Throws<ArgumentException>(() => AzureBlobAddress.Parse(text));
        Assert.Contains("is not an allowed object name", exception.Message);
    }

    [Fact]
    public void Parse_DoesNotRepeatASignature()
    {
        var exception = Assert.Throws<ArgumentException>(() => AzureBlobAddress.Parse("az://account?sv=2024&sig=SECRET"));
        Assert.DoesNotContain("SECRET", exception.ToString());
    }
}
