using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Sas;
using DataWorth.Artifacts.Tests;

namespace DataWorth.Artifacts.Azure.Tests;

public sealed class CredentialTests
{
    private readonly AzureBlobAddress _address = AzuriteServer.NewAddress();

    [StoreFact]
    public void SharedAccessSignature_OfTheContainer_ReadsAndWrites()
    {
        AzuriteServer.Instance.Container(_address).Create();
        using var store = new AzureBlobArtifactStore(_address, Options(Signature(TimeSpan.FromHours(1))));
        SampleArtifact.Write(store, 11, 4);
        SampleArtifact.RequireWhole(store, 11);
    }

    [StoreFact]
    public void ExpiredSignature_IsRefused_AndNotRepeated()
    {
        AzuriteServer.Instance.Container(_address).Create();
        var signature = Signature(TimeSpan.FromHours(-1));
        using var store = new AzureBlobArtifactStore(_address, Options(signature));
        var exception = Assert.Throws<ArtifactStorageException>(() => store.Open("object"));
        Assert.Equal(
            $"Cannot read '{_address}/object': the service answered 403 AuthorizationFailure. Check the credential and its rights on the "
                + "container (read, write, list, delete), and the account's firewall.",
            exception.Message.Replace("AuthenticationFailed", "AuthorizationFailure", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Sig(signature), Uri.UnescapeDataString(exception.ToString()));
    }

    [StoreFact]
    public void WrongKey_IsRefused_AndNotRepeated()
    {
        var key = Convert.ToBase64String(new byte[32]);
        using var store = new AzureBlobArtifactStore(
            _address,
            new AzureBlobStoreOptions
            {
                ConnectionString = AzuriteServer
                    .Instance.ConnectionString()
                    .Replace(AzuriteServer.Instance.Key, key, StringComparison.Ordinal),
                MaxRetries = 0,
            }
        );
        var exception = Assert.Throws<ArtifactStorageException>(() => AzuriteTest.Write(store, "object", [1]));
        Assert.StartsWith($"Cannot write '{_address}", exception.Message);
        Assert.Contains("the service answered 403", exception.Message);
        Assert.DoesNotContain(key, exception.ToString());
    }

    [Fact]
    public void UnreadableConnectionString_IsNotRepeated()
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            new AzureBlobArtifactStore(
                _address,
                new AzureBlobStoreOptions { ConnectionString = "AccountName=x;AccountKey=SECRET;nonsense" }
            )
        );
        Assert.Equal(
            $"The connection string for '{_address}' cannot be read. Copy it again from the account's access keys.",
            exception.Message
        );
        Assert.DoesNotContain("SECRET", exception.ToString());
    }

    [Fact]
    public void ConnectionStringOfAnotherAccount_IsRefused()
    {
        var connection =
            $"DefaultEndpointsProtocol=https;AccountName=other;"
                + $"AccountKey={Convert.ToBase64String(new byte[32])};EndpointSuffix=core.windows.net";
        var exception = Assert.Throws<ArgumentException>(() =>
            new AzureBlobArtifactStore(_address, new AzureBlobStoreOptions { ConnectionString = connection })
        );
        Assert.Equal(
            $"The connection string is of account 'other', but the address '{_address}' names '{_address.Account}'. Use the account's "
                + "own connection string, or change the address.",
            exception.Message
        );
    }

    [Fact]
    public void CredentialThatFails_IsNamed()
    {
        using var store = new AzureBlobArtifactStore(
            _address,
            new AzureBlobStoreOptions { Credential = new NoCredential(), MaxRetries = 0 }
        );
        var exception = Assert.Throws<ArtifactStorageException>(() => store.Open("object"));
        Assert.Equal(
            $"Cannot read '{_address}/object': no credential was accepted or found. Give a connection string, a shared access signature, "
                + "or sign in for DefaultAzureCredential.",
            exception.Message
        );
    }

    [Fact]
    public void Options_AsText_NameNoSecret()
    {
        var options = new AzureBlobStoreOptions { ConnectionString = "SECRET", SasToken = "SECRET" };
        Assert.DoesNotContain("SECRET", $"{options}");
    }

    private static string Sig(string signature) => Uri.UnescapeDataString(signature.Split("sig=")[1].Split('&')[0]);

    private AzureBlobStoreOptions Options(string signature) =>
        new()
        {
            SasToken = signature,
            Endpoint = new Uri($"http://127.0.0.1:{AzuriteServer.Instance.Port}/{AzuriteServer.Account}"),
            MaxRetries = 0,
        };

    private string Signature(TimeSpan validFor)
    {
        var builder = new BlobSasBuilder(BlobContainerSasPermissions.All, DateTimeOffset.UtcNow + validFor)
        {
            BlobContainerName = _address.Container,
        };
        return "?" + builder.ToSasQueryParameters(new StorageSharedKeyCredential(AzuriteServer.Account, AzuriteServer.Instance.Key));
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("none here");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new CredentialUnavailableException("none here");
    }
}
