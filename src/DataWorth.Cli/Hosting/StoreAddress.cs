using DataWorth.Artifacts;
using DataWorth.Artifacts.Azure;
using DataWorth.Workflow.Runs;
using DataWorth.Workflow.Shards;

namespace DataWorth.Cli.Hosting;

/// <summary>Opens the stores that options and arguments name: a folder, or a place in Azure Blob Storage.</summary>
internal static class StoreAddress
{
    /// <summary>Where gradients and statistics are kept if nothing else is said.</summary>
    public const string Default = ".dataworth/store";

    /// <summary>What may be given, for help texts.</summary>
    public const string Forms = "a folder, file:PATH, or az://ACCOUNT/CONTAINER/PREFIX";

    /// <summary>What the help of commands says about credentials.</summary>
    public const string CredentialHelp =
        "For az:// the credential is AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN if set, otherwise the signed-in identity "
        + "(DefaultAzureCredential); "
        + "AZURE_STORAGE_SERVICE_ENDPOINT names another service address, DATAWORTH_BLOB_CACHE a folder for downloaded blocks.";

    /// <summary>What a command that is told to a user needs to find the store: nothing for the usual place.</summary>
    public static string Option(string address) => address == Default ? "" : $" --store {CommandContext.Quote(address)}";

    /// <summary>The same of a store that is open.</summary>
    public static string Option(IArtifactStore store) =>
        FolderOf(store.Description) is not { } folder ? Option(store.Description)
        : folder == Path.GetFullPath(Default) ? ""
        : Option(folder);

    private const string Probe = "write-test-";

    private static readonly TimeSpan s_contact = TimeSpan.FromSeconds(5);

    /// <summary>Teaches the process az:// addresses. Variables are read when a store is opened, and what they hold is never
    /// printed.</summary>
    public static void Register() => AzureBlobStores.Register(_ => Options());

    /// <summary>Opens a store.</summary>
    /// <param name="address">The address.</param>
    /// <param name="mustExist">Whether a folder must be there already.</param>
    /// <param name="isPatient">Whether a service that cannot be reached is asked again and again, as workers do that nobody waits
    /// for.</param>
    /// <exception cref="UserErrorException">The folder does not exist.</exception>
    /// <exception cref="ArtifactStorageException">The service cannot be reached.</exception>
    public static IArtifactStore Open(string address, bool mustExist, bool isPatient = false)
    {
        RequireGiven(address);
        if (!isPatient && address.StartsWith("az:", StringComparison.OrdinalIgnoreCase))
        {
            AzureBlobStores.RequireContact(AzureBlobAddress.Parse(address), Options(), s_contact);
        }

        var folder = FolderOf(address);
        return mustExist && folder is not null && !Directory.Exists(folder)
            ? throw new UserErrorException(
                $"There is no store at '{address}'. Give --store the place that a fit wrote to (for example 'file:artifacts')."
            )
            : ArtifactStores.Open(address);
    }

    /// <summary>An address that means the same in other folders.</summary>
    public static string Full(string address) =>
        FolderOf(address) is not { } folder ? address
        : address.Length > folder.Length ? "file:" + Path.GetFullPath(folder)
        : Path.GetFullPath(folder);

    /// <summary>Refuses a folder that has other things in it, which would lie between the files of a store.</summary>
    /// <param name="address">The address; a folder that is empty or not there can become a store.</param>
    /// <exception cref="UserErrorException">It is no store.</exception>
    public static void RequireStoreOrNothing(string address)
    {
        if (FolderOf(address) is not { } folder || !Directory.Exists(folder))
        {
            return;
        }

        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !IsPassing(entry.Name)).ToList();
        var other = entries.Find(entry => entry is FileInfo) ?? (entries.Count > 0 && !entries.Exists(IsKind) ? entries[0] : null);
        if (other is not null)
        {
            throw new UserErrorException(
                $"The folder '{folder}' is no store, and not empty: '{other.Name}' is in it. Give a folder of its own, such as "
                    + $"'{Path.Combine(folder, "store")}'."
            );
        }
    }

    // Hidden files, and the leavings of a proof that was killed.
    private static bool IsPassing(string name) => name.StartsWith('.') || name.StartsWith(Probe, StringComparison.Ordinal);

    // KIND/FINGERPRINT of artifacts, and what pipelines leave.
    private static bool IsKind(FileSystemInfo entry) =>
        entry.Name is RunFolder.Kind or ShardRecords.Kind
        || (
            entry is DirectoryInfo kind
            && kind.EnumerateFileSystemInfos().All(artifact => artifact.Name.Length >= 16 && artifact.Name.All(char.IsAsciiHexDigit))
        );

    private static string? FolderOf(string address) =>
        address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? address["file:".Length..]
        : address.IndexOf(':', StringComparison.Ordinal) < 2 ? address
        : null;

    /// <summary>Opens a store to write to, and proves that it can be written, before long work.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Cancels the proof.</param>
    /// <param name="isPatient">As in <see cref="Open"/>.</param>
    /// <exception cref="UserErrorException">It cannot be opened or written.</exception>
    public static IArtifactStore OpenWritable(string address, CancellationToken cancellationToken, bool isPatient = false)
    {
        IArtifactStore? store = null;
        var probe = Probe + Path.GetRandomFileName();
        RequireGiven(address);
        try
        {
            RequireStoreOrNothing(address);
            store = Open(address, mustExist: false, isPatient);
            using (var writer = store.Create(probe, 0, cancellationToken))
            {
                writer.Commit(cancellationToken);
            }

            store.Delete(probe, cancellationToken);
            return store;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or UserErrorException))
        {
            store?.Dispose();
            throw new UserErrorException(
                $"The store '{address}' cannot be written: {ErrorText.MessageOf(exception).Replace("/" + probe, "", StringComparison.Ordinal)} Give --store {Forms} that can be written.",
                exception
            );
        }
    }

    private static void RequireGiven(string address)
    {
        if (string.IsNullOrWhiteSpace(address) || FolderOf(address) is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            throw new UserErrorException($"The store is '{address}', expected {Forms}. Give --store one, or leave it out for {Default}.");
        }
    }

    private static AzureBlobStoreOptions Options() =>
        new()
        {
            ConnectionString = Variable("AZURE_STORAGE_CONNECTION_STRING"),
            SasToken = Variable("AZURE_STORAGE_SAS_TOKEN"),
            Endpoint = Endpoint(),
            CacheFolder = Variable("DATAWORTH_BLOB_CACHE"),
        };

    private static Uri? Endpoint()
    {
        var text = Variable("AZURE_STORAGE_SERVICE_ENDPOINT");
        return text is null ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" ? endpoint
            // Without the text: somebody may have put a signed address there.
            : throw new UserErrorException(
                "AZURE_STORAGE_SERVICE_ENDPOINT is not an address. Expected something like https://ACCOUNT.blob.core.windows.net."
            );
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
