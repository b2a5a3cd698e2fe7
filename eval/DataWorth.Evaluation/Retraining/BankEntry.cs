using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataWorth.Artifacts;

namespace DataWorth.Evaluation.Retraining;

/// <summary>One retraining as a safetensors object: readable from Python, and checkable by itself.</summary>
/// <remarks>
/// Name: retrainings/TASK/MM/MEMBERS-SEED.safetensors, where TASK and MEMBERS are the fingerprints of the task and of the member set, MM
/// the first two digits of MEMBERS.
/// Tensors: loss, margin, correct (F32, [Q]) and members (U8, [ceil(N/8)]). Metadata: task, train_count, seed, and checksum, the SHA-256 of
/// "task/train_count/seed/" followed by the bytes of loss, margin, correct and members.
/// </remarks>
internal static class BankEntry
{
    public const string Root = StoredRetrainings.Kind + "/";
    public const string Extension = ".safetensors";
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Name prefix of a task's entries.</summary>
    public static string Prefix(string task) => $"{Root}{task}/";

    /// <summary>Name of the object that says what a task's fingerprint stands for.</summary>
    public static string TaskName(string task) => $"{Prefix(task)}task/task.json";

    /// <summary>Writes for people what a task's fingerprint stands for, unless it is there.</summary>
    public static void Describe(IArtifactStore store, string task, IReadOnlyDictionary<string, string> description)
    {
        if (store.Exists(TaskName(task)))
        {
            return;
        }

        using var writer = store.Create(TaskName(task));
        writer.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(description, s_indented) + "\n"));
        writer.Commit();
    }

    /// <summary>Name of the object of a retraining.</summary>
    public static string Name(string task, RetrainRequest request) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix(task)}{request.Members.Fingerprint[..2]}/{request.Members.Fingerprint}-{request.Seed}{Extension}"
        );

    /// <summary>Writes an entry; false if another process was first.</summary>
    public static bool Write(
        IArtifactStore store,
        string task,
        RetrainRequest request,
        QueryMeasurements measurements,
        CancellationToken cancellationToken
    )
    {
        var members = request.Members.Bits.ToArray();
        var (loss, margin, correct) = (Bytes(measurements.Loss), Bytes(measurements.Margin), Bytes(measurements.Correct));
        var header = SafetensorsHeader.Create(
            [
                SafetensorsEntry.Of("loss", SafetensorsDType.F32, measurements.Count),
                SafetensorsEntry.Of("margin", SafetensorsDType.F32, measurements.Count),
                SafetensorsEntry.Of("correct", SafetensorsDType.F32, measurements.Count),
                SafetensorsEntry.Of("members", SafetensorsDType.U8, members.Length),
            ],
            new Dictionary<string, string>
            {
                ["task"] = task,
                ["train_count"] = request.Members.Total.ToString(CultureInfo.InvariantCulture),
                ["seed"] = request.Seed.ToString(CultureInfo.InvariantCulture),
                ["checksum"] = Checksum(task, request, loss, margin, correct),
            }
        );
        using var writer = new SafetensorsWriter(store.Create(Name(task, request), null, cancellationToken), header);
        writer.Write("loss", loss);
        writer.Write("margin", margin);
        writer.Write("correct", correct);
        writer.Write("members", members);
        return writer.Commit(cancellationToken);
    }

    /// <summary>Reads an entry and checks that it is the retraining that was asked for, with the bytes that were written.</summary>
    /// <exception cref="ArtifactException">It is not.</exception>
    public static QueryMeasurements Read(IArtifactStore store, string task, RetrainRequest request)
    {
        var name = Name(task, request);
        var (found, measurements) = Read(store, task, name);
        if (found != request)
        {
            Throw.WrongBankEntry(name, store.Description, null);
        }

        return measurements;
    }

    /// <summary>Reads an entry by its name and checks everything that can be checked without training.</summary>
    /// <exception cref="ArtifactDamagedException">It is damaged, or lies under another name than its own.</exception>
    public static (RetrainRequest Request, QueryMeasurements Measurements) Read(IArtifactStore store, string task, string name)
    {
        using var file = store.Open(name);
        try
        {
            using var reader = new SafetensorsReader(file, leaveOpen: true);
            if (Parse(reader, task, name) is { } entry)
            {
                return entry;
            }
        }
        catch (Exception exception) when (exception is ArtifactException and not ArtifactStorageException or ArgumentException)
        {
            Throw.WrongBankEntry(name, store.Description, exception);
        }

        Throw.WrongBankEntry(name, store.Description, null);
        throw null;
    }

    private static (RetrainRequest Request, QueryMeasurements Measurements)? Parse(SafetensorsReader reader, string task, string name)
    {
        var (loss, margin, correct) = (reader.ReadBytes("loss"), reader.ReadBytes("margin"), reader.ReadBytes("correct"));
        if (
            !int.TryParse(reader.Metadata.GetValueOrDefault("train_count"), CultureInfo.InvariantCulture, out var total)
            || !long.TryParse(reader.Metadata.GetValueOrDefault("seed"), CultureInfo.InvariantCulture, out var seed)
            || total < 1
            || reader["members"].ByteCount != (total + 7) / 8
        )
        {
            return null;
        }

        var bits = reader.ReadBytes("members");
        var members = MemberSet.Of(total, Enumerable.Range(0, total).Where(row => (bits[row / 8] >> (row % 8) & 1) != 0));
        var request = new RetrainRequest(members, seed);
        return
            reader.Metadata.GetValueOrDefault("checksum") != Checksum(task, request, loss, margin, correct)
            || Name(task, request) != name
            || loss.Length != margin.Length
            || loss.Length != correct.Length
            || loss.Length % sizeof(float) != 0
            ? null
            : (request, new QueryMeasurements(Floats(loss), Floats(margin), Floats(correct)));
    }

    private static string Checksum(string task, RetrainRequest request, byte[] loss, byte[] margin, byte[] correct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{task}/{request.Members.Total}/{request.Seed}/")
            )
        );
        hash.AppendData(loss);
        hash.AppendData(margin);
        hash.AppendData(correct);
        hash.AppendData(request.Members.Bits);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
